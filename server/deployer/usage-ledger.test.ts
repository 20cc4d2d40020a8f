// Every instance has its row in the ledger, from its create call to its end, whatever dies meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listUsage, type UsageRow } from '#db/stores/usage.ts';
import { deleteEnvironment } from '#server/commands/delete-environment.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';

const HOUR = 3_600_000;
const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

function ledger(on: TestDeployer): UsageRow[] {
  return listUsage(on.db, [on.environment.id], ALWAYS);
}

async function kill(on: TestDeployer, id: string | undefined): Promise<void> {
  const instance = on.instances().find((candidate) => candidate.id === id);
  const answer = await fetch(`http://${instance?.host}:${instance?.port}/version`);
  process.kill(((await answer.json()) as { pid: number }).pid, 'SIGKILL');
}

test('a row is there from the create call until the end, and its names outlive what they name', async () => {
  await using on = new TestDeployer();
  await on.live(on.deploy());
  const [instance] = on.instances();
  const [row] = ledger(on);
  const { cpu, memoryGb } = { cpu: 0.25, memoryGb: 0.5 };
  const names = { serviceName: 'shop', versionName: 'shop-001' };
  assert.deepEqual(
    { ...row },
    {
      ...{ instanceId: instance?.id, environmentId: on.environment.id, serviceId: on.service.id },
      ...{ versionId: instance?.versionId, cpu, memoryGb, startedAt: instance?.createdAt, endedAt: null },
      ...names,
    },
  );
  on.clockAheadMs += HOUR;
  deleteService(on.ctx, on.service, { mode: 'whole', name: 'shop' });
  await on.until('nothing runs', () => on.instances().every(({ state }) => state === 'removed'));
  const endedAt = ledger(on)[0]?.endedAt ?? 0;
  assert.ok(Math.abs(on.now() - endedAt) < 5_000, `${on.now() - endedAt} ms ago`);
  deleteEnvironment(on.ctx, on.environment);
  assert.deepEqual(ledger(on), [{ ...row, endedAt }]);
});

test('one that ended by itself ends at the time of the engine, and its successor begins', async () => {
  await using on = new TestDeployer();
  const { versionId } = await on.live(on.deploy());
  const [first] = on.instances(versionId);
  await kill(on, first?.id);
  await on.until('another one is ready', () =>
    on.instances(versionId).some(({ id, state }) => id !== first?.id && state === 'ready'),
  );
  const [ended, open] = ledger(on);
  const row = on.instances().find(({ id }) => id === first?.id);
  assert.deepEqual([ended?.instanceId, ended?.endedAt], [first?.id, row?.stoppedAt]);
  assert.equal(open?.endedAt, null);
});

test('what ended while no deployer ran is closed at its own time, not when that is found out', async () => {
  await using on = new TestDeployer({ statsPeriodMs: 50 });
  const { versionId } = await on.live(on.deploy({}, { replicaMode: 'high-availability', minReplicas: 2 }));
  const [killed, gone] = on.instances(versionId);
  await on.until('both were seen', () => on.metrics.$client.prepare(SEEN).pluck().get() === 2);
  await on.stopDeployer();
  await kill(on, killed?.id);
  await on.runner.stop(gone?.id ?? '', 500);
  const diedAt = Date.now();
  on.clockAheadMs += 3 * HOUR;
  on.startDeployer();
  await on.until('both are closed', () => ledger(on).filter(({ endedAt }) => endedAt !== null).length === 2);
  for (const { instanceId, endedAt } of ledger(on)) {
    if (instanceId !== killed?.id && instanceId !== gone?.id) continue;
    const apart = Math.abs(diedAt - (endedAt ?? 0));
    assert.ok(apart < 5_000, `${instanceId === gone?.id ? 'gone' : 'killed'}: ${apart} ms apart`);
  }
});

const SEEN = 'select count(distinct instance_id) from instance_samples';

test('starts that failed count what they took', async () => {
  await using on = new TestDeployer();
  const failed = await on.ended(on.deploy({ SAMPLE_EXIT_AFTER_MS: '0', SAMPLE_EXIT_CODE: '3' }));
  assert.equal(failed.state, 'failed');
  const rows = await on.until('all are closed', () => {
    const all = ledger(on);
    return all.every(({ endedAt }) => endedAt !== null) && all;
  });
  assert.equal(rows.length, 3);
  assert.ok(rows.every(({ startedAt, endedAt }) => (endedAt ?? 0) > startedAt));
});

test('instances from before the ledger get their rows, and rows without instances end', async () => {
  await using on = new TestDeployer();
  const { versionId } = await on.live(on.deploy());
  const [instance] = on.instances(versionId);
  await on.stopDeployer();
  on.db.$client.exec('delete from usage_ledger');
  const row = `'lost', '${on.environment.id}', '${on.service.id}', 'shop', '${versionId}', 'shop-001', 1, 1, 1000, null`;
  on.db.$client.exec(`insert into usage_ledger values (${row})`);
  on.startDeployer();
  await on.until('it is settled', () => ledger(on).length === 2 && ledger(on)[0]?.endedAt === 1_000);
  assert.deepEqual(ledger(on)[1]?.startedAt, instance?.createdAt);
});
