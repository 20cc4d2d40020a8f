// Node packages and sites as processes of this machine.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { answering, buildOrder, codeFolder } from '#server/runner/code-fixture.ts';
import { fetched, orderFor } from '#server/runner/contract-cases.ts';
import type { BuildOrder } from '#server/runner/port.ts';
import { EmbeddedRunner } from './embedded-runner.ts';
import { stopEverythingEmbedded } from './stop-instance.ts';

const START = '{"scripts":{"start":"node server.js first"}}';
const SAYS_HOW = answering('').replace(
  /\(_, .*?\)\)\./,
  "(_, response) => response.end(process.argv.slice(1).join(' ').replaceAll(process.cwd(), '.'))).",
);

function open(context: TestContext) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-packages-'));
  const runner = new EmbeddedRunner(dataDir);
  context.after(async () => {
    await runner.close();
    await stopEverythingEmbedded(dataDir, 500);
    rmSync(dataDir, { recursive: true, force: true });
  });
  const build = (files: Record<string, string>, more: Partial<BuildOrder> = {}) =>
    runner.build(buildOrder(codeFolder(context, files), more), () => {}, context.signal);
  return { dataDir, runner, build, images: path.join(dataDir, 'embedded-images') };
}

test('a package runs as it is, also after the code it was copied from is gone', async (context) => {
  const { runner } = open(context);
  const folder = codeFolder(context, { 'package.json': START, 'server.js': answering('as it is') });
  const { image, sizeBytes, digest } = await runner.build(buildOrder(folder), () => {}, context.signal);
  rmSync(folder, { recursive: true });
  assert.ok(sizeBytes > START.length && digest === null);
  const started = await runner.start(orderFor({}, {}, { image }));
  assert.equal(await fetched(started), 'as it is');
  assert.deepEqual(await runner.listBuilt(), [image]);
});

test('command and args of the version replace the start script by the truth table (S4-11)', async (context) => {
  const { runner, build } = open(context);
  const { image } = await build({ 'package.json': START, 'server.js': SAYS_HOW, 'other.js': SAYS_HOW });
  const answer = async (spec: { command?: string[]; args?: string[] }) =>
    fetched(await runner.start(orderFor({}, spec, { image })));
  assert.equal(await answer({}), './server.js first');
  assert.equal(await answer({ args: ['$HOME', 'a b'] }), './server.js first $HOME a b');
  assert.equal(await answer({ command: ['node', 'other.js'] }), './other.js');
  assert.equal(await answer({ command: ['node', 'other.js'], args: ['x'] }), './other.js x');
  const missing = orderFor({}, { command: ['no-such-program'] }, { image });
  await assert.rejects(runner.start(missing), { code: 'start_refused', message: /no-such-program/ });
});

test('a site is served without a server of its own', async (context) => {
  const { runner, build } = open(context);
  const { image } = await build({
    'public/index.html': '<p>hi</p>',
    'public/a/index.html': 'a',
    'public/.git/x': '',
  });
  const started = await runner.start(orderFor({}, {}, { image }));
  assert.equal(await fetched(started), '<p>hi</p>');
  assert.equal(await fetched(started, '/a'), 'a');
  for (const hidden of ['/.git/x', '/..%2fimage.json', '/%00', '/%', '/missing']) {
    assert.equal(await fetched(started, hidden), 'Not found\n', hidden);
  }
});

test('what it cannot run it says, and leaves nothing behind', async (context) => {
  const { build, images } = open(context);
  const refusal = (files: Record<string, string>, more: Partial<BuildOrder> = {}) =>
    build(files, more).then(
      () => assert.fail('it was taken'),
      ({ code, params }) => [code, ...Object.values(params)],
    );
  const unsupported = (reason: string) => ['source_unsupported', reason];
  assert.deepEqual(await refusal({ Dockerfile: 'FROM x', 'main.go': '' }), unsupported('dockerfile_only'));
  assert.deepEqual(
    await refusal({ 'package.json': '{"scripts":{"start":"next start"}}' }),
    unsupported('start_script'),
  );
  assert.deepEqual(
    await refusal({ 'package.json': '{"main":"a.js","dependencies":{"b":"1"}}' }),
    unsupported('no_modules'),
  );
  assert.deepEqual(await refusal({ 'main.go': '' }), unsupported('nothing_known'));
  assert.deepEqual(await refusal({ 'compose.yml': '' }), ['compose_unsupported']);
  assert.deepEqual(
    await refusal({ 'index.html': '' }, { directory: 'web' }),
    unsupported('directory_missing'),
  );
  assert.deepEqual(existsSync(images) ? readdirSync(images) : [], []);
});

test('a build that was called off leaves nothing, and links out of the code are not followed', async (context) => {
  const { runner, images } = open(context);
  const folder = codeFolder(context, { 'package.json': START, 'server.js': answering('') });
  symlinkSync('/etc/passwd', path.join(folder, 'passwd'));
  symlinkSync('server.js', path.join(folder, 'alias.js'));
  const cancelled = AbortSignal.abort();
  await assert.rejects(
    runner.build(buildOrder(folder), () => {}, cancelled),
    { name: 'AbortError' },
  );
  assert.deepEqual(readdirSync(images), []);
  const { image } = await runner.build(buildOrder(folder), () => {}, context.signal);
  const code = path.join(images, image.split('/')[1] ?? '', 'code');
  assert.deepEqual(readdirSync(code).sort(), ['alias.js', 'package.json', 'server.js']);
});

test('a removed package is image_missing, and removing leaves everything else', async (context) => {
  const { runner, build, images } = open(context);
  const files = { 'package.json': START, 'server.js': answering('kept') };
  const [gone, kept] = [await build(files), await build(files)];
  await runner.removeBuilt(gone.image);
  await runner.removeBuilt(gone.image);
  await runner.removeBuilt('embedded/../../etc');
  await runner.removeBuilt('sample/hello:v1');
  assert.equal(await runner.hasImage(gone.image), false);
  assert.equal(await runner.hasImage('sample/hello:v1'), true);
  assert.deepEqual(readdirSync(images), [kept.image.split('/')[1]]);
  await assert.rejects(runner.start(orderFor({}, {}, { image: gone.image })), { code: 'image_missing' });
  assert.equal(await fetched(await runner.start(orderFor({}, {}, { image: kept.image }))), 'kept');
});
