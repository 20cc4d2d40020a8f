import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsDb } from '#db/open.ts';
import {
  isLogFull,
  type LogFilter,
  listOverfullLogs,
  listRequests,
  pruneLog,
  pruneServiceLog,
  sumMissed,
  writeLog,
} from '#db/stores/request-log.ts';
import { temporaryData } from '#db/temporary.ts';
import {
  LOG_KEPT,
  LOG_KEPT_MS,
  LOG_KEPT_PER_SERVICE,
  type LoggedRequest,
} from '#server/domain/request-log.ts';

const NONE_MISSED = { at: 0, count: 0 };

function request(changes: Partial<LoggedRequest>): LoggedRequest {
  return {
    ...{
      at: 1_000,
      method: 'GET',
      host: 'web.test',
      path: '/',
      status: 200,
      ms: 1.5,
      bytesIn: 0,
      bytesOut: 2,
    },
    ...{ versionId: 'v1', versionName: 'V1', instanceId: 'i1', rule: 'percent', requestId: 'r' },
    ...changes,
  };
}

function add(metrics: MetricsDb, ...requests: Partial<LoggedRequest>[]): void {
  writeLog(metrics, 's', requests.map(request), NONE_MISSED);
}

function ids(metrics: MetricsDb, filter: LogFilter = {}): string[] {
  return listRequests(metrics, 's', filter, 100).map(({ requestId }) => requestId);
}

test('what was logged is read as it was, newest first, and only of its own service', () => {
  using data = temporaryData();
  const logged = request({ requestId: 'a', at: 2_000 });
  writeLog(data.metrics, 's', [request({ requestId: 'old' }), logged], NONE_MISSED);
  writeLog(data.metrics, 'other', [request({ requestId: 'b' })], NONE_MISSED);
  const [first, second] = listRequests(data.metrics, 's', {}, 100);
  const { id, serviceId, ...read } = first ?? assert.fail();
  assert.deepEqual(read, logged);
  assert.equal(second?.requestId, 'old');
  assert.deepEqual(ids(data.metrics), ['a', 'old']);
});

test('every filter narrows the log, and they narrow it together', () => {
  using data = temporaryData();
  add(
    data.metrics,
    { requestId: 'home', path: '/' },
    { requestId: 'cart', path: '/Cart?item=…', status: 503, at: 2_000 },
    { requestId: 'left', path: '/cart', status: 0, versionId: 'v2' },
    { requestId: 'broken', status: -1 },
    { requestId: 'moved', status: 302 },
  );
  assert.deepEqual(ids(data.metrics, { text: 'CART' }), ['cart', 'left']);
  assert.deepEqual(ids(data.metrics, { text: '%' }), []);
  assert.deepEqual(ids(data.metrics, { statusClass: '5xx' }), ['cart']);
  assert.deepEqual(ids(data.metrics, { statusClass: '3xx' }), ['moved']);
  assert.deepEqual(ids(data.metrics, { statusClass: 'left' }), ['left']);
  assert.deepEqual(ids(data.metrics, { statusClass: 'broken' }), ['broken']);
  assert.deepEqual(ids(data.metrics, { versionId: 'v2' }), ['left']);
  assert.deepEqual(ids(data.metrics, { since: 1_500 }), ['cart']);
  assert.deepEqual(ids(data.metrics, { text: 'cart', versionId: 'v1', statusClass: '2xx' }), []);
});

test('pages follow one another without a gap or a double, also among requests of one moment', () => {
  using data = temporaryData();
  add(
    data.metrics,
    ...Array.from({ length: 25 }, (_, id) => ({ requestId: String(id), at: 1_000 + (id % 3) })),
  );
  const seen: string[] = [];
  let before: { at: number; id: number } | undefined;
  for (;;) {
    const page = listRequests(data.metrics, 's', {}, 10, before);
    seen.push(...page.map(({ requestId }) => requestId));
    before = page.at(-1);
    if (page.length < 10) break;
  }
  assert.equal(new Set(seen).size, 25);
  assert.equal(seen.length, 25);
});

test('requests that were missed are counted by minute', () => {
  using data = temporaryData();
  writeLog(data.metrics, 's', [], { at: 60_000, count: 3 });
  writeLog(data.metrics, 's', [], { at: 61_000, count: 4 });
  writeLog(data.metrics, 's', [], { at: 120_000, count: 1 });
  assert.equal(sumMissed(data.metrics, 's', 60_000), 8);
  assert.equal(sumMissed(data.metrics, 's', 120_000), 1);
  assert.equal(sumMissed(data.metrics, 'other', 0), 0);
});

test('a service keeps its newest requests, and the others go in bounded steps', () => {
  using data = temporaryData();
  const { metrics } = data;
  add(
    metrics,
    ...Array.from({ length: LOG_KEPT_PER_SERVICE + 7 }, (_, at) => ({ at, requestId: String(at) })),
  );
  assert.deepEqual(listOverfullLogs(metrics), ['s']);
  assert.deepEqual(
    [5, 5, 5].map((most) => pruneServiceLog(metrics, 's', most)),
    [5, 2, 0],
  );
  assert.deepEqual(listOverfullLogs(metrics), []);
  const oldest = metrics.$client.prepare('select min(at) from request_log').pluck().get();
  assert.equal(oldest, 7);
});

test('old requests go, and so do the oldest of very many over all services', () => {
  using data = temporaryData();
  const { metrics } = data;
  const now = 2 * LOG_KEPT_MS;
  add(metrics, { at: now - LOG_KEPT_MS - 1, requestId: 'old' }, { at: now, requestId: 'new' });
  assert.equal(pruneLog(metrics, now, 100), 1);
  assert.deepEqual(ids(metrics), ['new']);
  metrics.$client.prepare('update sqlite_sequence set seq = ?').run(LOG_KEPT + 2);
  add(metrics, { at: now, requestId: 'far' });
  assert.equal(pruneLog(metrics, now, 100), 1);
  assert.deepEqual(ids(metrics), ['far']);
});

test('the log is full where nobody clears it away, and not before', () => {
  using data = temporaryData();
  add(data.metrics, {});
  assert.equal(isLogFull(data.metrics), false);
  data.metrics.$client.prepare('update sqlite_sequence set seq = ?').run(2 * LOG_KEPT + 5);
  add(data.metrics, {});
  assert.equal(isLogFull(data.metrics), true);
});
