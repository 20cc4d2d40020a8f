// Pulling, by a real engine from a registry of our own.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { ImageOrder, PullReport } from '#server/runner/port.ts';
import { Engine } from './engine.ts';
import { Images } from './images.ts';
import { skipWithoutEngine } from './test-engine.ts';
import { TestRegistry, type TestRegistryOptions } from './test-registry.ts';

const skip = await skipWithoutEngine();
const SIGN_IN = { username: 'robot', password: 'right' };

/** A registry, and the engine's images of it, which are gone after the test. */
async function open(context: TestContext, options: TestRegistryOptions = {}) {
  const registry = await TestRegistry.open(options);
  const engine = new Engine(process.env.DOCKER_HOST);
  const images = new Images(engine);
  const repository = `${registry.host}/shop/order`;
  const text = randomBytes(8).toString('hex');
  async function forget() {
    const all = await engine.docker.listImages({ digests: true });
    const names = all.flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])]);
    for (const name of names.filter((found) => found.startsWith(`${repository}`))) {
      await engine.docker
        .getImage(name)
        .remove()
        .catch(() => {}); // With its last name went its other one.
    }
  }
  context.after(async () => {
    await forget();
    await registry[Symbol.asyncDispose]();
  });
  const lines: string[] = [];
  const progress: Extract<PullReport, { kind: 'progress' }>[] = [];
  const pull = (order: Partial<ImageOrder> = {}) => {
    const whole = { reference: `${repository}:1`, known: null, isRefreshed: false, signIn: null, ...order };
    const onReport = (report: PullReport) => {
      if (report.kind === 'line') lines.push(report.text);
      else progress.push(report);
    };
    return images.ensure(whole, onReport, context.signal);
  };
  const signIn = (password: string) => ({ registry: registry.host, username: 'robot', password });
  return { registry, pull, lines, progress, text, forget, signIn, repository };
}

test('a pulled image has the digest of its registry, and tells how far it is', { skip }, async (context) => {
  const { registry, pull, lines, progress, text } = await open(context);
  const digest = await registry.push('1', text);
  const { image, digest: kept, sizeBytes } = await pull();
  assert.equal(kept, digest);
  assert.match(image, /^sha256:[0-9a-f]{64}$/);
  assert.ok(sizeBytes > 0);
  const { doneBytes, totalBytes, layersDone, layers } = progress.at(-1) ?? assert.fail();
  // The engine leaves out the bytes of a layer that is there before it comes to tell of them.
  assert.deepEqual([layersDone, layers, doneBytes], [1, 1, totalBytes]);
  for (const step of [/Pulling from shop\/order/, /Pull complete/, new RegExp(`Digest: ${digest}`)]) {
    assert.match(lines.join('\n'), step);
  }
});

for (const scheme of ['basic', 'token'] as const) {
  test(`a private registry is signed in to (${scheme})`, { skip }, async (context) => {
    const { registry, pull, lines, text, signIn } = await open(context, { signIn: SIGN_IN, scheme });
    const digest = await registry.push('1', text);
    assert.equal((await pull({ signIn: signIn('right') })).digest, digest);
    assert.doesNotMatch(lines.join('\n'), /right/);
  });

  test(`a wrong password, or none, is refused by the registry (${scheme})`, { skip }, async (context) => {
    const { registry, pull, text, signIn } = await open(context, { signIn: SIGN_IN, scheme });
    await registry.push('1', text);
    for (const refused of [{ signIn: signIn('wrong') }, {}]) {
      await assert.rejects(pull(refused), { code: 'registry_refused' });
    }
  });
}

test('what the registry does not have is missing', { skip }, async (context) => {
  const { registry, pull, text, repository } = await open(context);
  await registry.push('1', text);
  await assert.rejects(pull({ reference: `${repository}:2` }), {
    code: 'image_missing',
    message: /manifest unknown/,
  });
  const known = { image: `sha256:${'0'.repeat(64)}`, digest: `sha256:${'1'.repeat(64)}`, sizeBytes: 1 };
  await assert.rejects(pull({ known }), { code: 'image_missing', message: /manifest unknown/ });
});

test('once the tag has moved, what was known is still what is used, even pulled again', {
  skip,
}, async (context) => {
  const { registry, pull, text, forget } = await open(context);
  const first = await registry.push('1', text);
  const known = await pull();
  const second = await registry.push('1', `${text} and more`);
  assert.deepEqual(await pull({ known }), known);
  await forget();
  assert.deepEqual(await pull({ known }), known);
  assert.equal(known.digest, first);
  assert.equal((await pull()).digest, second);
});

test('the registry is asked first where somebody wants what the tag leads to now', {
  skip,
}, async (context) => {
  const { registry, pull, lines, text } = await open(context);
  const first = await registry.push('1', text);
  await pull();
  const second = await registry.push('1', `${text} and more`);
  assert.equal((await pull()).digest, first, 'nobody asked');
  assert.equal((await pull({ isRefreshed: true })).digest, second);
  assert.doesNotMatch(lines.join('\n'), /the copy on this machine/);
});

test('where the registry has no answer the copy on this machine is used, and the log says so', {
  skip,
}, async (context) => {
  const { registry, pull, lines, text } = await open(context);
  await registry.push('1', text);
  const before = await pull();
  await registry.close();
  assert.deepEqual(await pull({ isRefreshed: true }), before);
  assert.match(lines.at(-1) ?? '', /the copy on this machine is used: .*refused/);
});

test('a registry that refuses to be asked again is told so, whatever is on this machine', {
  skip,
}, async (context) => {
  const { registry, pull, text, signIn } = await open(context, { signIn: SIGN_IN });
  await registry.push('1', text);
  await pull({ signIn: signIn('right') });
  await assert.rejects(pull({ isRefreshed: true, signIn: signIn('wrong') }), { code: 'registry_refused' });
});
