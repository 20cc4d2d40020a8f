import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsFile, openMetricsDb, setLockPatience } from '#db/open.ts';
import { setKeepsQueries } from '#db/stores/logged-queries.ts';
import { listRequests, sumMissed } from '#db/stores/request-log.ts';
import { temporaryData } from '#db/temporary.ts';
import { LOG_KEPT, LOG_RING, type LoggedRequest } from '#server/domain/request-log.ts';
import { LogWriter } from '#server/gateway/log-writer.ts';
import { RequestLog } from '#server/gateway/request-log.ts';

function request(changes: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    ...{ at: 1_000, method: 'GET', host: 'web.test', path: '/', status: 200, ms: 1, bytesIn: 0, bytesOut: 2 },
    ...{ versionId: 'v1', versionName: 'v1', instanceId: 'i1', rule: 'percent', requestId: 'r' },
    ...changes,
  };
}

test('query values are stored only for a service that has them switched on, and from then on', () => {
  using data = temporaryData();
  const log = new RequestLog();
  const writer = new LogWriter(data, log);
  const add = () => {
    for (const service of ['a', 'b']) log.of(service).add(request({ path: '/?name=Li' }));
    writer.writeAll();
  };
  add();
  setKeepsQueries(data.db, 'a', true, 0);
  add();
  const paths = (service: string) => listRequests(data.metrics, service, {}, 9).map(({ path }) => path);
  assert.deepEqual(paths('a'), ['/?name=Li', '/?name=…']);
  assert.deepEqual(paths('b'), ['/?name=…', '/?name=…']);
  const file = JSON.stringify(
    data.metrics.$client.prepare("select * from request_log where service_id = 'b'").all(),
  );
  assert.ok(!file.includes('Li'));
});

test('what cannot be stored now is stored later, once, in its order', () => {
  using data = temporaryData();
  setLockPatience(data.metrics, 0);
  const log = new RequestLog();
  const writer = new LogWriter(data, log);
  for (let id = 0; id < 250; id += 1) log.of('a').add(request({ at: id, requestId: String(id) }));
  const other = openMetricsDb(metricsFile(data.dataDir));
  writer.take();
  assert.ok(writer.hasMore);
  writer.writeSome();
  other.$client.exec('begin immediate');
  assert.throws(() => writer.writeSome(), { code: 'SQLITE_BUSY' });
  for (let id = 250; id < 260; id += 1) log.of('a').add(request({ at: id, requestId: String(id) }));
  other.$client.exec('commit');
  other.$client.close();
  writer.writeAll();
  const ids = listRequests(data.metrics, 'a', {}, 500).map(({ requestId }) => Number(requestId));
  assert.deepEqual(
    ids,
    Array.from({ length: 260 }, (_, index) => 259 - index),
  );
});

test('requests beyond the ring are counted as missed in the file', () => {
  using data = temporaryData();
  const log = new RequestLog();
  for (let id = 0; id < LOG_RING + 20; id += 1) log.of('a').add(request({ at: 60_000 }));
  new LogWriter(data, log).writeAll();
  assert.equal(sumMissed(data.metrics, 'a', 0), 20);
});

test('where nobody clears the log away, requests are given up and counted', () => {
  using data = temporaryData();
  const log = new RequestLog();
  const writer = new LogWriter(data, log);
  log.of('a').add(request());
  writer.writeAll();
  data.metrics.$client.prepare('update sqlite_sequence set seq = ?').run(3 * LOG_KEPT);
  log.of('a').add(request());
  writer.writeAll();
  log.of('a').add(request());
  writer.writeAll();
  assert.equal(log.missed, 1);
  assert.equal(listRequests(data.metrics, 'a', {}, 9).length, 2);
});
