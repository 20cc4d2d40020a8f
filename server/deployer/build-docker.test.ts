// Versions from code on a real engine: built by their Dockerfile, called off in a step, found again, removed.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { findSnapshotImage } from '#db/stores/snapshot-images.ts';
import { findVersion, readSpec } from '#db/stores/versions.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import type { Deployed } from '#server/commands/deploy-version.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { answerOf, program, uploaded } from '#server/deployer/test-code.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';
import { imageOrder } from '#server/runner/contract-cases.ts';
import { DockerRunner } from '#server/runner/docker/docker-runner.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { removeAllOf, skipWithoutEngine } from '#server/runner/docker/test-engine.ts';

const skip = await skipWithoutEngine();
const BASE = 'FROM sample/hello:v1';

async function open(context: TestContext) {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  const on = new TestDeployer({ resyncMs: 200 }, () => new DockerRunner(engine, owner));
  context.after(async () => {
    await on[Symbol.asyncDispose]();
    await removeAllOf(engine, owner);
    const runner = new DockerRunner(engine, owner);
    for (const image of await runner.listBuilt()) await runner.removeBuilt(image);
  });
  await on.runner.ensureImage(imageOrder(), () => {}, context.signal);
  const log = ({ deploymentId }: Deployed) => on.log('deployments', deploymentId);
  /** Containers in which a step with this word in its command runs. */
  const stepsWith = async (word: string) =>
    (await engine.docker.listContainers()).filter(({ Command }) => Command.includes(word)).length;
  return { on, engine, owner, log, stepsWith };
}

function node(script: string): string {
  return `RUN ${JSON.stringify(['/usr/bin/node', '-e', script])}`;
}

/** A step that says the word and goes on until it is stopped. */
function lasting(word: string): Record<string, string> {
  return { Dockerfile: [BASE, node(`console.log('${word}');setInterval(()=>{},1000)`)].join('\n') };
}

test('a version is built by its Dockerfile, and its image goes with it; one of others stays', {
  skip,
}, async (context) => {
  const { on, engine, owner, log } = await open(context);
  const dockerfile = [BASE, 'COPY . /app', node(`console.log('compiled ${owner}')`)];
  const files = {
    ...program('built'),
    Dockerfile: [...dockerfile, 'ENTRYPOINT ["/usr/bin/node","/app/server.js"]'].join('\n'),
  };
  const first = await on.live(on.deploy({}, uploaded(on, files)));
  assert.equal(await answerOf(on, first.versionId), 'built');
  assert.ok(log(first).includes(`build compiled ${owner}`), log(first).join('\n'));
  const { image } = findSnapshotImage(on.db, first.versionId, 1) ?? assert.fail('not noted');
  const foreign = { repo: `foreign/${owner}`, tag: 'v1' };
  await engine.docker.getImage('sample/hello:v1').tag(foreign);
  context.after(() => engine.docker.getImage(`${foreign.repo}:v1`).remove());
  const second = await on.live(on.deploy({}, { ...uploaded(on, program('two')), trafficStrategy: 'full' }));
  await on.until('all traffic is on it', () => on.shares()[second.versionId] === 100);
  deleteVersion(on.ctx, findVersion(on.db, first.versionId) ?? assert.fail('it is there'));
  await on.until('its image is removed', async () => !(await on.runner.hasImage(image)));
  assert.equal(await on.runner.hasImage(`${foreign.repo}:v1`), true);
  assert.equal(await answerOf(on, second.versionId), 'two');
  assert.deepEqual(await on.runner.listBuilt(), [findSnapshotImage(on.db, second.versionId, 1)?.image]);
});

test('a step that fails ends the deployment with the last lines of the build', { skip }, async (context) => {
  const { on } = await open(context);
  const step = node('console.log("almost");console.error("no such module");process.exit(7)');
  const { failure } = await on.ended(on.deploy({}, uploaded(on, { Dockerfile: [BASE, step].join('\n') })));
  assert.deepEqual([failure?.code, failure?.step, failure?.params.step], ['build_fail', 'build', step]);
  assert.ok(failure?.logTail.includes('almost') && failure.logTail.includes('no such module'));
  assert.match(failure?.logTail.at(-1) ?? '', /non-zero code: 7/);
  assert.deepEqual(on.instances(), []);
});

test('a cancelled build ends at the engine, and one whose deployer died begins again', {
  skip,
}, async (context) => {
  const { on, log, stepsWith } = await open(context);
  const word = `word${randomBytes(4).toString('hex')}`;
  const first = on.deploy({}, uploaded(on, lasting(word)));
  await on.until(
    'the step runs',
    async () => log(first).includes(`build ${word}`) && (await stepsWith(word)) === 1,
  );
  await on.stopDeployer();
  await on.until('it ends with its deployer', async () => (await stepsWith(word)) === 0);
  on.startDeployer();
  await on.until('it runs again', async () => (await stepsWith(word)) === 1);
  cancelDeployment(on.ctx, on.deployment(first.deploymentId));
  await on.until('it is ended', async () => (await stepsWith(word)) === 0);
  assert.equal(on.state(first.versionId), 'cancelled');
  assert.deepEqual(on.errors, []);
});

test('a redeploy keeps its image though the tag has moved, until the image is updated', {
  skip,
}, async (context) => {
  const { on, engine, owner } = await open(context);
  const reference = `moving/${owner}:v1`;
  const move = (sample: string) => engine.docker.getImage(sample).tag({ repo: `moving/${owner}`, tag: 'v1' });
  context.after(() => engine.docker.getImage(reference).remove());
  await on.runner.ensureImage(imageOrder('sample/hello:v2'), () => {}, context.signal);
  await move('sample/hello:v1');
  const source = { kind: 'image', image: reference } as const;
  const first = await on.live(on.deploy({}, { source }));
  await move('sample/hello:v2');
  const redeploy = async (changes: Partial<VersionSpecInput>) => {
    const version = findVersion(on.db, first.versionId) ?? assert.fail('it is there');
    const spec = specInputSchema.parse({
      ...readSpec(on.db, version.id, version.snapshotNumber),
      ...changes,
    });
    await on.live({ ...first, ...redeployVersion(on.ctx, version, { spec }) });
    await on.until('one instance is left', () => on.instances().filter(isServing).length === 1);
    return answerOf(on, first.versionId);
  };
  assert.equal(await redeploy({ initialDelaySeconds: 1 }), 'hello v1\n');
  assert.equal(await redeploy({ source: { ...source, asOf: on.now() } }), 'hello v2\n');
});

function isServing({ state }: { state: string }): boolean {
  return state === 'ready' || state === 'draining';
}
