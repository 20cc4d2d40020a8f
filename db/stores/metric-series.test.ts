import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestHours, requestMinutes } from '#db/metrics-schema.ts';
import { writeSamples } from '#db/stores/instance-samples.ts';
import { countsSql, listCounts, listUsages, usagesSql } from '#db/stores/metric-series.ts';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { temporaryData } from '#db/temporary.ts';
import { DAY, HOUR, MINUTE } from '#server/domain/metric-spans.ts';

const COUNTS = { requests: 1, errors: 0, latency: { 20: 1 }, bytesOut: 1, peakInFlight: 1 };
const START = 100 * DAY;

test('each request is in one table: hours, then minutes, then seconds', () => {
  using data = temporaryData();
  const row = { ...COUNTS, serviceId: 's', versionId: 'v' };
  data.metrics
    .insert(requestHours)
    .values([
      { ...row, at: START },
      { ...row, at: START + 9 * HOUR },
    ])
    .run();
  data.metrics
    .insert(requestMinutes)
    .values([
      { ...row, at: START + MINUTE },
      { ...row, at: START + HOUR + MINUTE },
    ])
    .run();
  writeBuckets(data.metrics, [
    { ...row, workerId: 'w', at: START + 5 },
    { ...row, workerId: 'w', at: START + 2 * HOUR },
  ]);
  const rollUp = data.metrics.$client.prepare('insert into roll_ups values (?, ?)');
  rollUp.run('hours', START + HOUR);
  rollUp.run('minutes', START + HOUR + 2 * MINUTE);
  const sampling = { from: START, to: START + 3 * HOUR, stepSeconds: HOUR };
  const times = listCounts(data.metrics, 's', sampling).map(({ at }) => at - START);
  assert.deepEqual(times, [0, HOUR + MINUTE, 2 * HOUR]);
});

test('looks of a minute are one average', () => {
  using data = temporaryData();
  const look = { serviceId: 's', versionId: 'v', instanceId: 'i', memoryBytes: 10 };
  writeSamples(data.metrics, [
    { ...look, at: START + 1, cpuCores: 1 },
    { ...look, at: START + 59, cpuCores: 2 },
    { ...look, at: START + 61, cpuCores: 4 },
  ]);
  const usages = listUsages(data.metrics, 's', { from: START, to: START + HOUR, stepSeconds: MINUTE });
  assert.deepEqual(
    usages.map(({ at, samples, cpuCores }) => [at - START, samples, cpuCores]),
    [
      [0, 2, 1.5],
      [MINUTE, 1, 4],
    ],
  );
});

test('only the asked time of each version is read, however much is kept', () => {
  using data = temporaryData();
  const asked = { serviceId: 's', from: 0, to: 1 };
  const plan = (sql: string) =>
    (data.metrics.$client.prepare(`explain query plan ${sql}`).all(asked) as { detail: string }[])
      .map(({ detail }) => detail)
      .filter((detail) => detail.includes(' row '));
  const tables = [
    ...['request_hours', 'request_minutes', 'request_buckets'].map(countsSql),
    ...['instance_hours', 'instance_minutes'].map((table) => usagesSql(table, false)),
    usagesSql('instance_samples', true),
  ];
  for (const sql of tables) {
    assert.match(
      plan(sql).join(),
      /SEARCH row USING INDEX \S+ \(service_id=\? AND version_id=\? AND at>\? AND at<\?\)/,
    );
  }
});
