import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsDb } from '#db/open.ts';
import { pruneInstances, rollUpInstances } from '#db/stores/instance-roll-up.ts';
import { writeSamples } from '#db/stores/instance-samples.ts';
import { temporaryData } from '#db/temporary.ts';
import { DAY, HOUR, MINUTE } from '#server/domain/metric-spans.ts';

/** A full hour, epoch seconds. */
const START = 1_000 * HOUR;

function sample(at: number, cpuCores: number, memoryBytes: number, instanceId = 'i1') {
  return { serviceId: 's', versionId: 'v', instanceId, at, cpuCores, memoryBytes };
}

function sum(metrics: MetricsDb, nowSecond: number): void {
  for (const _ of rollUpInstances(metrics, nowSecond * 1000));
}

const count = (metrics: MetricsDb, table: string) =>
  metrics.$client.prepare(`select count(*) from ${table}`).pluck().get();

function rows(metrics: MetricsDb, table: string): unknown[][] {
  const columns = 'instance_id, at, samples, cpu_cores, cpu_cores_max, memory_bytes, memory_bytes_max';
  return metrics.$client.prepare(`select ${columns} from ${table} order by 2, 1`).raw().all() as unknown[][];
}

test('a minute has the mean and the most of each instance, and is summed whole again', () => {
  using data = temporaryData();
  const { metrics } = data;
  writeSamples(metrics, [
    sample(START, 1, 100),
    sample(START + 5, 0, 300),
    sample(START, 0.5, 10, 'i2'),
    sample(START + 60, 9, 900),
  ]);
  sum(metrics, START + 60);
  const expected = [
    ['i1', START, 2, 0.5, 1, 200, 300],
    ['i2', START, 1, 0.5, 0.5, 10, 10],
  ];
  assert.deepEqual(rows(metrics, 'instance_minutes'), expected);
  sum(metrics, START + 61);
  assert.deepEqual(rows(metrics, 'instance_minutes'), expected);
  writeSamples(metrics, [sample(START + 10, 2, 500)]);
  sum(metrics, START + 120);
  assert.deepEqual(rows(metrics, 'instance_minutes')[0], ['i1', START, 3, 1, 2, 300, 500]);
});

test('in an hour a minute of more looks weighs more', () => {
  using data = temporaryData();
  const { metrics } = data;
  writeSamples(metrics, [
    sample(START, 1, 100),
    sample(START + MINUTE, 0, 400),
    sample(START + MINUTE + 1, 0, 400),
    sample(START + MINUTE + 2, 0, 400),
  ]);
  sum(metrics, START + HOUR);
  assert.deepEqual(rows(metrics, 'instance_hours'), [['i1', START, 4, 0.25, 1, 325, 400]]);
});

test('looks are kept 2 hours, minutes 7 days, hours, requests and cold starts 90 days', () => {
  using data = temporaryData();
  const { metrics } = data;
  const tables = [
    'instance_samples',
    'instance_minutes',
    'instance_hours',
    'instance_requests',
    'cold_starts',
  ];
  writeSamples(metrics, [sample(START, 1, 100)]);
  metrics.$client.exec(`
    insert into instance_requests (worker_id, service_id, version_id, instance_id, at, requests, errors, peak_in_flight)
      values ('w', 's', 'v', 'i1', ${START}, 1, 0, 1);
    insert into cold_starts (service_id, version_id, instance_id, arrived_at, answered_at, waited)
      values ('s', 'v', 'i1', ${START}000, ${START + 1}000, 1)`);
  const left = (nowSecond: number) => {
    sum(metrics, nowSecond);
    while (pruneInstances(metrics, nowSecond * 1000, 1));
    return tables.map((table) => count(metrics, table));
  };
  assert.deepEqual(left(START + HOUR), [1, 1, 1, 1, 1]);
  assert.deepEqual(left(START + 3 * HOUR), [0, 1, 1, 1, 1]);
  assert.deepEqual(left(START + 8 * DAY), [0, 0, 1, 1, 1]);
  assert.deepEqual(left(START + 91 * DAY), [0, 0, 0, 0, 0]);
});
