// Builds on a real engine, on the sample's image as base: no registry is needed.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { answering, buildOrder, codeFolder } from '#server/runner/code-fixture.ts';
import { eventually, fetched, imageOrder, inState, orderFor } from '#server/runner/contract-cases.ts';
import type { BuildOrder } from '#server/runner/port.ts';
import { DockerRunner } from './docker-runner.ts';
import { Engine } from './engine.ts';
import { removeAllOf, skipWithoutEngine } from './test-engine.ts';
import { TestRegistry } from './test-registry.ts';

const skip = await skipWithoutEngine();
const BASE = 'FROM sample/hello:v1';

async function open(context: TestContext) {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  const runner = new DockerRunner(engine, owner);
  context.after(async () => {
    await removeAllOf(engine, owner);
    for (const image of await runner.listBuilt()) await runner.removeBuilt(image);
    await runner.removeParts(Date.now() + 60_000);
    await runner.close();
  });
  await runner.ensureImage(imageOrder(), () => {}, context.signal);
  const lines: string[] = [];
  const build = (files: Record<string, string>, more: Partial<BuildOrder> = {}, signal = context.signal) =>
    runner.build(
      buildOrder(codeFolder(context, files), { tag: `berth/${owner}-001:s1`, ...more }),
      (line) => lines.push(line),
      signal,
    );
  return { engine, owner, runner, lines, build };
}

function node(script: string): string {
  return `RUN ${JSON.stringify(['/usr/bin/node', '-e', script])}`;
}

test('code with a Dockerfile becomes an image that instances run from, its lines told as they come', {
  skip,
}, async (context) => {
  const { runner, lines, build, owner, engine } = await open(context);
  // Steps that the engine has in its cache say nothing: these are new to it.
  const step = node(`console.log('one ${owner}');console.error('two')`);
  const dockerfile = [BASE, 'COPY app.js /app.js', step];
  const { image, digest, sizeBytes } = await build({
    'app.js': answering('built'),
    Dockerfile: [...dockerfile, 'ENTRYPOINT ["/usr/bin/node","/app.js"]'].join('\n'),
  });
  assert.match(image, /^sha256:/);
  assert.equal(digest, null);
  assert.ok(sizeBytes > 1e6);
  assert.equal(await fetched(await runner.start(orderFor({}, {}, { image }))), 'built');
  const told = lines.filter((line) => /^(Step [123]|one|two)/.test(line));
  const steps = told.slice(0, 3).map((line) => line.replace(/^Step (\d)\/\d+ : /, '$1 '));
  assert.deepEqual(steps, [`1 ${BASE}`, '2 COPY app.js /app.js', `3 ${step}`]);
  // Two pipes have no order between them.
  assert.deepEqual(told.slice(3).sort(), [`one ${owner}`, 'two']);
  assert.deepEqual(await runner.listBuilt(), [image]);
  assert.ok((await runner.facts()).images.some(({ reference }) => reference === `berth/${owner}-001:s1`));
  const { Config } = await engine.docker.getImage(image).inspect();
  assert.equal(Config.Labels?.['cloudberth.built-by'], owner);
});

test('the build begins in 目标目录 with the named Dockerfile, and sees what .dockerignore lets through', {
  skip,
}, async (context) => {
  const { lines, build } = await open(context);
  const list =
    "console.log('sees '+require('node:fs').readdirSync('/all',{recursive:true}).sort().join(' '))";
  await build(
    {
      Dockerfile: 'FROM not-this-one',
      'app/deploy/Prod': [BASE, 'COPY . /all/', node(list)].join('\n'),
      'app/.dockerignore': 'secret*\ndeep\n!deep/kept.txt\n',
      'app/main.js': '',
      'app/secret.txt': '',
      'app/deep/gone.txt': '',
      'app/deep/kept.txt': '',
    },
    { directory: '/app/', dockerfile: './deploy/Prod' },
  );
  assert.equal(
    lines.find((line) => line.startsWith('sees ')),
    'sees .dockerignore deep deep/kept.txt deploy deploy/Prod main.js',
  );
});

test('links stay inside of the code', { skip }, async (context) => {
  const { runner, lines } = await open(context);
  const list = "console.log('sees '+require('node:fs').readdirSync('/all').sort().join(' '))";
  const folder = codeFolder(context, {
    Dockerfile: [BASE, 'COPY . /all/', node(list)].join('\n'),
    'a.txt': '',
  });
  symlinkSync('a.txt', path.join(folder, 'inside'));
  symlinkSync('/etc/passwd', path.join(folder, 'outside'));
  symlinkSync('/etc', path.join(folder, 'etc'));
  await runner.build(buildOrder(folder), (line) => lines.push(line), context.signal);
  assert.equal(
    lines.find((line) => line.startsWith('sees ')),
    'sees Dockerfile a.txt inside',
  );
  for (const more of [{ directory: 'etc' }, { directory: 'nowhere' }, { directory: 'a.txt' }]) {
    await assert.rejects(
      runner.build(buildOrder(folder, more), () => {}, context.signal),
      {
        code: 'source_unsupported',
        params: { reason: 'directory_missing' },
      },
    );
  }
});

test('each way to fail is told apart, with the words of the engine', { skip }, async (context) => {
  const { build, lines, runner } = await open(context);
  const failing = (dockerfile: string, more: Partial<BuildOrder> = {}) =>
    build({ Dockerfile: dockerfile }, more).then(
      () => assert.fail('it was built'),
      (error) => [error.code, ...Object.values(error.params)],
    );
  const step = node('console.log("the last line");process.exit(3)');
  const failed = await failing([BASE, step].join('\n'));
  assert.deepEqual(failed.slice(0, 2), ['build_fail', step]);
  assert.match(String(failed[2]), /returned a non-zero code: 3/);
  assert.ok(lines.includes('the last line'));
  assert.deepEqual(await failing('FROM 127.0.0.1:9/missing/base:v1'), [
    'base_image_missing',
    '127.0.0.1:9/missing/base:v1',
  ]);
  assert.deepEqual((await failing(`${BASE}\nFOO bar`)).slice(0, 2), ['build_fail', 'none']);
  assert.deepEqual(await failing(BASE, { dockerfile: 'Other' }), ['dockerfile_missing', 'Other', '/']);
  const eat = node('const all=[];for(;;)all.push(Buffer.alloc(1e7,1))');
  assert.deepEqual(await failing([BASE, eat].join('\n'), { limits: { cpu: 1, memoryGb: 0.1 } }), [
    'build_out_of_memory',
    0.1,
  ]);
  assert.deepEqual(await failing([BASE, node('setInterval(()=>{},1e3)')].join('\n'), { timeoutMs: 1500 }), [
    'build_timeout',
    1,
  ]);
  await assert.rejects(build({ 'main.go': '' }), { code: 'dockerfile_missing' });
  await assert.rejects(build({ 'compose.yaml': '' }), { code: 'compose_unsupported' });
  assert.deepEqual(await runner.listBuilt(), []);
});

test('calling a build off ends it at the engine', { skip }, async (context) => {
  const { engine, lines, build } = await open(context);
  const calling = new AbortController();
  const mark = `mark-${randomBytes(4).toString('hex')}`;
  const step = node(`console.log('${mark}');setInterval(()=>{},1000)`);
  const building = build({ Dockerfile: [BASE, step].join('\n') }, {}, calling.signal);
  const containers = async () =>
    (await engine.docker.listContainers()).filter(({ Command }) => Command.includes(mark));
  const ended = assert.rejects(building, { name: 'AbortError' });
  await eventually('the step runs', async () => lines.includes(mark) && (await containers()).length === 1);
  calling.abort();
  await ended;
  await eventually('its container is gone', async () => (await containers()).length === 0);
});

test('a package without a Dockerfile runs on a base of our own', { skip }, async (context) => {
  const { runner, build, lines } = await open(context);
  const { image } = await build({
    'package.json': '{"scripts":{"start":"node src/server.js --tls=no"}}',
    'src/server.js': `console.log(process.argv.slice(2).join());${answering('no Dockerfile')}`,
  });
  const order = orderFor({}, { args: ['--more'] }, { image });
  assert.equal(await fetched(await runner.start(order)), 'no Dockerfile');
  for await (const { text } of runner.logs(order.instanceId, context.signal)) {
    assert.equal(text, '--tls=no,--more');
    break;
  }
  assert.ok(lines.some((line) => line.startsWith('No Dockerfile')) && lines.includes('WORKDIR /app'));
});

test('a site without a Dockerfile is served', { skip }, async (context) => {
  const { runner, build } = await open(context);
  const { image } = await build({ 'dist/index.html': '<p>hi</p>', 'dist/.env': 'secret', 'src/x.ts': '' });
  const started = await runner.start(orderFor({}, {}, { image }));
  assert.equal(await fetched(started), '<p>hi</p>');
  for (const hidden of ['/.env', '/../static-server.mjs', '/%2e%2e/static-server.mjs', '/src/x.ts']) {
    assert.equal(await fetched(started, hidden), 'Not found\n', hidden);
  }
});

test('what was built is removed under its own name only; what others made of it stays', {
  skip,
}, async (context) => {
  const { engine, runner, build, owner } = await open(context);
  const { image } = await build({ Dockerfile: `${BASE}\nENV WHO=${owner}` });
  const other = `other/${owner}`;
  context.after(() =>
    engine.docker
      .getImage(`${other}:child`)
      .remove()
      .catch(() => {}),
  );
  const { image: child } = await build(
    { Dockerfile: `FROM berth/${owner}-001:s1` },
    { tag: `${other}:child` },
  );
  await engine.docker.getImage(image).tag({ repo: other, tag: 'kept' });
  context.after(() => engine.docker.getImage(`${other}:kept`).remove());
  await runner.removeBuilt(image);
  assert.equal(await runner.hasImage(image), true, 'it has another name');
  assert.equal(await runner.hasImage(child), true);
  const stranger = new DockerRunner(engine, 'somebody-else');
  await stranger.removeBuilt(child);
  await stranger.close();
  assert.equal(await runner.hasImage(child), true);
  await runner.removeBuilt(child);
  assert.equal(await runner.hasImage(child), false);
  await runner.removeBuilt(child);
});

test('an image that an instance runs from is not removed', { skip }, async (context) => {
  const { runner, build, owner } = await open(context);
  const { image } = await build({ Dockerfile: `${BASE}\nENV WHO=${owner}` });
  const order = orderFor({}, {}, { image });
  await runner.start(order);
  await inState(runner, order.instanceId, 'running');
  await runner.removeBuilt(image);
  assert.equal(await runner.hasImage(image), true);
});

test('what builds left on the way goes later, what an image is made from and what is not ours stays', {
  skip,
}, async (context) => {
  const { engine, runner, build, owner } = await open(context);
  const later = () => runner.removeParts(Date.now() + 60_000);
  const parts = async () => {
    const images = await engine.docker.listImages({ all: true });
    const names = images.flatMap(({ RepoTags }) => RepoTags ?? []);
    return names.filter((name) => name.includes(`part:${owner}`)).sort();
  };
  const stranger = await engine.docker.createContainer({ Image: 'sample/hello:v1' });
  const { Id: foreign } = await stranger.commit({ comment: owner }); // Without a name, as a build's are.
  await stranger.remove();
  context.after(() => engine.docker.getImage(foreign).remove());

  const start = [BASE, `ENV WHO=${owner}`];
  await assert.rejects(build({ Dockerfile: [...start, 'ENV MORE=1', node('process.exit(3)')].join('\n') }));
  assert.equal((await parts()).length, 2);
  const stages = [`${BASE} AS first`, `ENV FIRST=${owner}`, ...start, `ENV LAST=${owner}`];
  const { image } = await build({ Dockerfile: stages.join('\n') });
  const made = await parts();
  assert.equal(await runner.hasImage(image), true);
  await runner.removeParts(Date.now() - 60_000);
  assert.deepEqual(await parts(), made, 'they are young');
  await later();
  assert.ok((await parts()).length < made.length);
  assert.ok((await parts()).length > 0, 'the image is made from some');
  assert.equal(await runner.hasImage(image), true);
  await runner.removeBuilt(image);
  await later();
  assert.deepEqual(await parts(), []);
  assert.deepEqual([await runner.hasImage(image), await runner.hasImage(foreign)], [false, true]);
});

/** A base image in a registry of its own that wants somebody to sign in. */
async function privateBase(context: TestContext, scheme: 'basic' | 'token') {
  const opened = await open(context);
  const signIn = { username: 'robot', password: 'right~?>' };
  const registry = await TestRegistry.open({ signIn, scheme });
  const base = `${registry.host}/shop/base:1`;
  await registry.push('1', opened.owner);
  context.after(async () => {
    for (const image of await opened.runner.listBuilt()) await opened.runner.removeBuilt(image);
    await opened.engine.docker
      .getImage(base)
      .remove()
      .catch(() => {}); // Never pulled.
    await registry[Symbol.asyncDispose]();
  });
  const asked: string[] = [];
  const build = (password: string | null) =>
    opened.build(
      { Dockerfile: `FROM ${base}\nENV WHO=${opened.owner}` },
      {
        signInTo: (wanted) => {
          asked.push(wanted);
          return password === null ? null : { registry: registry.host, username: 'robot', password };
        },
      },
    );
  return { ...opened, build, asked, registry, base };
}

for (const scheme of ['basic', 'token'] as const) {
  test(`a base image of a private registry is signed in for (${scheme})`, { skip }, async (context) => {
    const { build, asked, registry, base, lines } = await privateBase(context, scheme);
    const refused = { code: 'registry_refused', params: { registry: registry.host, image: base } };
    await assert.rejects(build(null), refused);
    await assert.rejects(build('wrong'), refused);
    assert.match((await build('right~?>')).image, /^sha256:/);
    assert.deepEqual(asked, [registry.host, registry.host, registry.host]);
    assert.doesNotMatch(lines.join('\n'), /right|robot/);
  });
}
