import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeLog } from '#db/stores/request-log.ts';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { temporaryData } from '#db/temporary.ts';
import { MetricsKeeper } from '#server/deployer/metrics-keeper.ts';
import { HOUR, SECONDS_KEPT } from '#server/domain/metric-spans.ts';
import { LOG_KEPT_PER_SERVICE } from '#server/domain/request-log.ts';

test('a round sums the counts, forgets old seconds and shortens a log that is too long', async () => {
  using data = temporaryData();
  const { metrics } = data;
  const start = 1_000 * HOUR;
  const bucket = { workerId: 'w', serviceId: 's', versionId: 'v', requests: 2, errors: 0, latency: {} };
  writeBuckets(
    metrics,
    Array.from({ length: 1_200 }, (_, index) => ({ ...bucket, at: start + index })),
  );
  const request = { method: 'GET', host: 'h', path: '/', status: 200, ms: 1, bytesIn: 0, bytesOut: 0 };
  const version = { versionId: 'v', versionName: 'v', instanceId: 'i', rule: '', requestId: 'r' };
  const now = (start + SECONDS_KEPT + HOUR) * 1000;
  const requests = Array.from({ length: LOG_KEPT_PER_SERVICE + 1_100 }, () => ({
    ...request,
    ...version,
    at: now,
  }));
  writeLog(metrics, 's', requests, { at: 0, count: 0 });

  await new MetricsKeeper(metrics, assert.fail).keep(now);
  const count = (table: string) => metrics.$client.prepare(`select count(*) from ${table}`).pluck().get();
  assert.equal(count('request_buckets'), 0);
  assert.equal(count('request_minutes'), 20);
  assert.equal(metrics.$client.prepare('select requests from request_hours').pluck().get(), 2_400);
  assert.equal(count('request_log'), LOG_KEPT_PER_SERVICE);
});
