// Versions from code on real processes: the queue, what a deployer's death leaves, what is used again, what goes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findSnapshotImage } from '#db/stores/snapshot-images.ts';
import { findVersion, readSpec } from '#db/stores/versions.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import type { Deployed } from '#server/commands/deploy-version.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { rollBackVersion } from '#server/commands/roll-back-version.ts';
import { answerOf, detailsOf, program, uploaded } from '#server/deployer/test-code.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';
import { codeFolder, writeCode } from '#server/runner/code-fixture.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';
import type { BuildOrder } from '#server/runner/port.ts';

/** Builds only what it is let to. */
class GatedRunner extends EmbeddedRunner {
  readonly begun: string[] = [];
  readonly gate: { isOpen: boolean };

  constructor(dataDir: string, gate: { isOpen: boolean }) {
    super(dataDir);
    this.gate = gate;
  }

  override async build(order: BuildOrder, onLine: (line: string) => void, signal: AbortSignal) {
    this.begun.push(order.tag.split('-s')[0]?.split(':')[0] ?? '');
    while (!this.gate.isOpen) {
      await new Promise(setImmediate);
      signal.throwIfAborted();
    }
    return super.build(order, onLine, signal);
  }
}

function gated() {
  const gate = { isOpen: false };
  const runners: GatedRunner[] = [];
  const open = (dataDir: string) => {
    const runner = new GatedRunner(dataDir, gate);
    runners.push(runner);
    return runner;
  };
  return { gate, open, begun: () => runners.flatMap((runner) => runner.begun) };
}

function withFolder(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

function versionOf(on: TestDeployer, { versionId }: Pick<Deployed, 'versionId'>) {
  return findVersion(on.db, versionId) ?? assert.fail(`no version ${versionId}`);
}

function redeploy(on: TestDeployer, deployed: Deployed, changes: Partial<VersionSpecInput>): Deployed {
  const version = versionOf(on, deployed);
  const spec = specInputSchema.parse({ ...readSpec(on.db, version.id, version.snapshotNumber), ...changes });
  return { ...deployed, ...redeployVersion(on.ctx, version, { spec }) };
}

function rollBack(on: TestDeployer, deployed: Deployed, snapshotNumber: number): Deployed {
  return { ...deployed, ...rollBackVersion(on.ctx, versionOf(on, deployed), { snapshotNumber }) };
}

test('uploaded code becomes a version, and its log tells how', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy({}, uploaded(on, program('from code'))));
  assert.equal(await answerOf(on, first.versionId), 'from code');
  await on.until('it is through', () => on.steps(first).every((step) => step.endsWith('finished')));
  assert.deepEqual(
    on.steps(first).map((step) => step.split(' ')[0]),
    ['check', 'source', 'build', 'start', 'ready', 'route'],
  );
  const log = on.log('deployments', first.deploymentId);
  const header = log.indexOf('platform -----------构建shop-001-----------');
  assert.deepEqual(
    log.slice(header - 1, header + 4).map((line) => line.replace(/\d+ bytes.*/, '')),
    [
      'platform fetch_source : succ',
      'platform -----------构建shop-001-----------',
      'platform create_build_image : creating',
      'build Copied ',
      'platform create_build_image : succ',
    ],
  );
  const image = findSnapshotImage(on.db, first.versionId, 1);
  assert.equal(image?.isBuilt, true);
  assert.equal(image?.reference, `berth/shop-001:s1-${first.versionId}`);
});

test('code of a repository becomes a version that keeps its commit until its image is updated', async (context) => {
  await using on = new TestDeployer();
  const folder = codeFolder(context, { ...program('not this'), ...withFolder('web', program('from git')) });
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      encoding: 'utf8',
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=first');
  const commit = git('rev-parse', 'HEAD').trim();
  const source = { kind: 'repository', url: folder, directory: 'web' } as const;
  const first = await on.live(on.deploy({}, { source }));
  assert.equal(await answerOf(on, first.versionId), 'from git');
  assert.equal(findSnapshotImage(on.db, first.versionId, 1)?.commit, commit);
  assert.deepEqual(detailsOf(on, first).source, ['commitFetched', { commit: commit.slice(0, 12) }]);

  git('rm', '--quiet', '-r', 'web');
  for (const [name, text] of Object.entries(withFolder('web', program('newer'))))
    writeCode(folder, name, text);
  git('add', '.');
  git('commit', '--quiet', '--message=second');
  await on.live(redeploy(on, first, { args: ['--changed'] }));
  assert.equal(await answerOf(on, first.versionId), 'from git');
  const updated = { ...source, asOf: on.now() };
  await on.live(redeploy(on, first, { source: updated }));
  await on.until(
    'only the new one serves',
    () => on.instances().filter(({ state }) => state === 'ready').length === 1,
  );
  assert.equal(await answerOf(on, first.versionId), 'newer');
});

test('what the machine cannot give is refused before anything is built', async () => {
  const { open, begun } = gated();
  await using on = new TestDeployer({}, open);
  const spec = { cpu: 16, memoryGb: 64, ...uploaded(on, program('')) };
  const { failure } = await on.ended(on.deploy({}, spec));
  assert.deepEqual([failure?.code, failure?.step, begun()], ['quota_fail', 'check', []]);
});

test('code that cannot be built fails in its step, and what served goes on', async () => {
  await using on = new TestDeployer();
  const served = await on.live(on.deploy({}, uploaded(on, program('served'))));
  const { state, failure } = await on.ended(on.deploy({}, uploaded(on, { 'main.go': '' })));
  assert.deepEqual([state, failure?.code, failure?.step], ['failed', 'source_unsupported', 'build']);
  assert.deepEqual(failure?.params, { reason: 'nothing_known' });
  assert.equal(on.shares()[served.versionId], 100);
  assert.equal(await answerOf(on, served.versionId), 'served');
});

test('an upload that is gone fails while it is fetched', async () => {
  await using on = new TestDeployer();
  const { source } = uploaded(on, program(''));
  rmSync(path.join(on.dataDir, 'packages'), { recursive: true });
  const { failure } = await on.ended(on.deploy({}, { source }));
  assert.deepEqual([failure?.code, failure?.step], ['source_fetch_fail', 'source']);
  assert.deepEqual(failure?.params, { reason: 'package_missing' });
});

test('one builds at a time; who waits sees how many come first, until it is called off or its turn', async () => {
  const { gate, open, begun } = gated();
  await using on = new TestDeployer({}, open);
  const services = ['b', 'c'].map((name) =>
    createService(on.ctx, { environmentId: on.environment.id, name, remark: '' }),
  );
  const first = on.deploy({}, uploaded(on, program('a')));
  await on.until('the first builds', () => begun().length === 1);
  const [second, third] = services.map((service) =>
    on.deploy({}, uploaded(on, program('x'), service), service),
  );
  assert.ok(second && third);
  await on.until(
    'the third is told',
    () => JSON.stringify(detailsOf(on, third).source) === '["buildQueued",{"before":2}]',
  );
  cancelDeployment(on.ctx, on.deployment(second.deploymentId));
  await on.until(
    'it moves up',
    () => JSON.stringify(detailsOf(on, third).source) === '["buildQueued",{"before":1}]',
  );
  cancelDeployment(on.ctx, on.deployment(first.deploymentId));
  await on.until('its turn comes', () => begun().length === 2);
  await on.until('it waits no more', () => detailsOf(on, third).source === null);
  gate.isOpen = true;
  await on.live(third);
  assert.deepEqual(begun(), ['berth/shop-001', 'berth/c-001']);
  assert.deepEqual(on.errors, []);
  assert.deepEqual(await on.runner.listBuilt(), [findSnapshotImage(on.db, third.versionId, 1)?.image]);
});

test('a build begins again after the deployer died in it, and the oldest comes first again', async () => {
  const { gate, open, begun } = gated();
  await using on = new TestDeployer({}, open);
  const other = createService(on.ctx, { environmentId: on.environment.id, name: 'other', remark: '' });
  const first = on.deploy({}, uploaded(on, program('again')));
  const second = on.deploy({}, uploaded(on, program('later'), other), other);
  await on.until('the first builds', () => begun().length === 1);
  await on.stopDeployer();
  gate.isOpen = true;
  on.startDeployer();
  await Promise.all([on.live(first), on.live(second)]);
  assert.deepEqual(begun(), ['berth/shop-001', 'berth/shop-001', 'berth/other-001']);
  assert.equal(await answerOf(on, first.versionId), 'again');
});

test('a build that was done before the deployer died is not done again', async () => {
  const { gate, open, begun } = gated();
  await using on = new TestDeployer({}, open);
  gate.isOpen = true;
  const first = on.deploy({ SLOW: '1' }, { ...uploaded(on, program('once')), initialDelaySeconds: 1 });
  await on.until('it is built', () => findSnapshotImage(on.db, first.versionId, 1));
  await on.stopDeployer();
  on.startDeployer();
  await on.live(first);
  assert.equal(begun().length, 1);
});

test('a redeploy that edits the configuration alone uses the image that is there', async () => {
  const { gate, open, begun } = gated();
  await using on = new TestDeployer({}, open);
  gate.isOpen = true;
  const first = await on.live(on.deploy({}, uploaded(on, program('kept'))));
  const second = await on.live(redeploy(on, first, { args: ['--changed'] }));
  assert.equal(begun().length, 1);
  const { source, build } = detailsOf(on, second);
  assert.deepEqual([source, build], Array(2).fill(['imageReused', {}]));
  const images = [1, 2].map((number) => findSnapshotImage(on.db, first.versionId, number));
  assert.equal(images[0]?.image, images[1]?.image);
  await on.live(redeploy(on, first, uploaded(on, program('new'))));
  assert.equal(begun().length, 2);
  assert.equal(await answerOf(on, first.versionId), 'new');
});

test('a rollback takes the image of its snapshot; where that is gone nothing starts', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy({}, uploaded(on, program('one'))));
  await on.live(redeploy(on, first, uploaded(on, program('two'))));
  await on.live(rollBack(on, first, 1));
  assert.equal(await answerOf(on, first.versionId), 'one');
  const two = findSnapshotImage(on.db, first.versionId, 2) ?? assert.fail('not built');
  await on.runner.removeBuilt(two.image);
  const before = on.instances().map(({ id }) => id);
  const { state, failure } = await on.ended(rollBack(on, first, 2));
  assert.deepEqual([state, failure?.code, failure?.step], ['failed', 'image_gone', 'image']);
  assert.deepEqual(failure?.params, { image: two.reference });
  assert.deepEqual(
    on.instances().map(({ id }) => id),
    before,
    'nothing was made',
  );
  assert.equal(await answerOf(on, first.versionId), 'one');
  assert.equal(on.state(first.versionId), 'update-failed');
});

test('what nothing leads to any more is removed; what 版本历史 can go back to stays', async () => {
  await using on = new TestDeployer({ resyncMs: 50 });
  const kept = await on.live(on.deploy({}, uploaded(on, program('one'))));
  await on.live(redeploy(on, kept, uploaded(on, program('two'))));
  await on.ended(redeploy(on, kept, uploaded(on, { ...program(''), 'server.js': 'process.exit(1)' })));
  const gone = await on.live(on.deploy({}, uploaded(on, program('gone'))));
  const image = (deployed: Deployed, number: number) =>
    findSnapshotImage(on.db, deployed.versionId, number)?.image ?? assert.fail('not built');
  const history = [image(kept, 1), image(kept, 2)].toSorted();
  await on.until(
    'the one that never served is gone',
    async () => !(await on.runner.hasImage(image(kept, 3))),
  );
  assert.deepEqual((await on.runner.listBuilt()).toSorted(), [...history, image(gone, 1)].toSorted());
  deleteVersion(on.ctx, versionOf(on, gone));
  await on.until('that of the deleted version too', async () => (await on.runner.listBuilt()).length === 2);
  assert.deepEqual((await on.runner.listBuilt()).toSorted(), history);
  await on.live(rollBack(on, kept, 1));
  assert.equal(await answerOf(on, kept.versionId), 'one');
});

test('nothing of the code is left where it was built, whatever the end', async () => {
  await using on = new TestDeployer();
  await on.live(on.deploy({}, uploaded(on, program(''))));
  await on.ended(on.deploy({}, uploaded(on, { 'main.go': '' })));
  const folder = path.join(on.dataDir, 'builds');
  await on.until(
    'it is cleared',
    () => !readdirSync(on.dataDir).includes('builds') || readdirSync(folder).length === 0,
  );
});
