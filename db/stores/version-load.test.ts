import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsFile, openMetricsDb } from '#db/open.ts';
import { writeSamples } from '#db/stores/instance-samples.ts';
import { insertInstance } from '#db/stores/instances.ts';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { readLastRequests, readVersionLoad } from '#db/stores/version-load.ts';
import { temporaryData } from '#db/temporary.ts';

const END = 1_700_000_040;
const OF = { serviceId: 's', versionId: 'v' };

test('load is told slot by slot: who was ready, what they used, what was in flight', () => {
  using data = temporaryData();
  const metrics = openMetricsDb(metricsFile(data.dataDir));
  const row = { ...OF, snapshotNumber: 1, cpu: 0.5, memoryGb: 1, createdAt: 1 };
  insertInstance(data.db, { ...row, id: 'a', state: 'ready', readyAt: (END - 25) * 1000 });
  insertInstance(data.db, {
    ...row,
    id: 'b',
    state: 'removed',
    readyAt: (END - 25) * 1000,
    drainingAt: (END - 15) * 1000,
    stoppedAt: (END - 14) * 1000,
  });
  insertInstance(data.db, { ...row, id: 'young', state: 'starting' });
  const used = (instanceId: string, at: number, cpuCores: number) => {
    return { ...OF, instanceId, at, cpuCores, memoryBytes: 2 ** 29 };
  };
  writeSamples(metrics, [used('a', END - 18, 0.2), used('a', END - 12, 0.4), used('b', END - 19, 0.6)]);
  const counts = { workerId: 'w', ...OF, requests: 1, errors: 0, latency: {} };
  writeBuckets(
    metrics,
    [END - 20, END - 11].map((at) => ({ ...counts, at, peakInFlight: 15 })),
  );
  const asked = { ...OF, cpu: 0.5, memoryGb: 1, endsAt: END * 1000, slotMs: 10_000, slots: 3 };
  const { slots } = readVersionLoad(data.db, metrics, asked);
  assert.deepEqual(
    slots.map(({ instances, inFlight }) => [instances, inFlight]),
    [
      [2, 0],
      [1, 3],
      [1, 0],
    ],
  );
  assert.ok(Math.abs((slots[1]?.cpu ?? 0) - 0.8) < 1e-9, 'the mean of all looks, in parts of half a core');
  assert.equal(slots[1]?.memory, 0.5);
  assert.deepEqual([slots[0]?.cpu, slots[2]?.cpu], [null, null]);
  assert.deepEqual([...readLastRequests(metrics, 's', ['v', 'other'])], [['v', (END - 10) * 1000]]);
  metrics.$client.close();
});
