import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { seatingOf } from '#server/domain/visitor-seats.ts';

function set(on: TestDeployer, percents: Record<string, number>, keepsVisitors?: boolean): void {
  const shares = Object.entries(percents).map(([versionId, percent]) => ({ versionId, percent }));
  const policy = { mode: 'percent', shares } as const;
  setTraffic(on.ctx, on.service, { generation: on.generation(), policy, keepsVisitors });
}

/** Waits until the routes carry this many seats of the version, and gives all. */
async function seatsOf(on: TestDeployer, versionId: string, count: number): Promise<string[]> {
  const seating = () => seatingOf(on.document()?.seats ?? []);
  await on.until('it is seated', () => seating().filter((id) => id === versionId).length === count);
  return seating();
}

test('会话保持 reaches the routes, outlives the deployer and goes on from the seats there are', async () => {
  await using on = new TestDeployer();
  const { versionId: first } = await on.live(on.deploy());
  const { versionId: second } = await on.live(on.deploy());
  set(on, { [first]: 80, [second]: 20 });
  await on.until('shares are carried', () => on.shares()[second] === 20);
  assert.equal(on.document()?.seats, undefined);

  set(on, { [first]: 80, [second]: 20 }, true);
  const before = await seatsOf(on, second, 20);
  await on.stopDeployer();
  on.startDeployer();
  set(on, { [first]: 50, [second]: 50 });
  const after = await seatsOf(on, second, 50);
  for (const [seat, versionId] of before.entries()) {
    if (versionId === second) assert.equal(after[seat], second, `seat ${seat} went back`);
  }

  set(on, { [first]: 50, [second]: 50 }, false);
  await on.until('nobody is kept', () => on.document()?.seats === undefined);
});
