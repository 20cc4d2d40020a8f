// The deployer may die on any line: the next one goes on from what is stored and what runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestDeployer } from '#server/deployer/test-deployer.ts';

test('a deployment goes on where the last deployer left it, on the same instance', async () => {
  await using on = new TestDeployer();
  const first = on.deploy({ SAMPLE_START_DELAY_MS: '500' });
  await on.until('it waits to be ready', () => on.steps(first).includes('ready running'));
  const [before] = on.instances();
  await on.stopDeployer();
  on.startDeployer();
  await on.live(first);
  assert.deepEqual(
    on.instances().map(({ id, state }) => [id, state]),
    [[before?.id, 'ready']],
  );
  const log = on.log('deployments', first.deploymentId);
  assert.equal(new Set(log).size, log.length, `lines twice:\n${log.join('\n')}`);
});

test('a row whose container was never made gets one', async () => {
  await using on = new TestDeployer();
  await on.stopDeployer();
  const first = on.deploy();
  on.db.$client
    .prepare(
      `insert into instances (id, service_id, version_id, snapshot_number, state, cpu, memory_gb, created_at)
       values ('half-made', ?, ?, 1, 'creating', 0.25, 0.5, ?)`,
    )
    .run(on.service.id, first.versionId, on.now());
  on.startDeployer();
  await on.live(first);
  assert.deepEqual(
    on.instances().map(({ id, state }) => [id, state]),
    [['half-made', 'ready']],
  );
});

test('running instances are kept through a restart, and those that ended meanwhile are replaced', async () => {
  await using on = new TestDeployer();
  const kept = await on.live(on.deploy());
  const lost = await on.live(on.deploy());
  const [before] = await on.running(kept.versionId);
  const [gone] = on.instances(lost.versionId);
  await on.stopDeployer();
  const answer = await fetch(`http://${gone?.host}:${gone?.port}/version`);
  process.kill(((await answer.json()) as { pid: number }).pid, 'SIGKILL');
  on.startDeployer();
  await on.until('the lost one is replaced', () =>
    on.instances(lost.versionId).some(({ id, state }) => id !== gone?.id && state === 'ready'),
  );
  assert.deepEqual(await on.running(kept.versionId), [before]);
});

test('what was asked for while no deployer ran is done at its start', async () => {
  await using on = new TestDeployer();
  await on.stopDeployer();
  const first = on.deploy();
  on.startDeployer();
  await on.live(first);
});

test('an instance that was to be stopped is stopped by the next deployer', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  await on.stopDeployer();
  on.db.$client.prepare("update instances set state = 'stopping' where version_id = ?").run(first.versionId);
  const [before] = await on.running(first.versionId);
  on.startDeployer();
  await on.until('another one runs', async () => {
    const now = await on.running(first.versionId);
    return now.length === 1 && now[0] !== before;
  });
});
