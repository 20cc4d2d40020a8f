import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOG_RING, type LoggedRequest } from '#server/domain/request-log.ts';
import { ANSWER_BROKEN, VISITOR_LEFT } from '#server/domain/status-class.ts';
import { RequestLog } from '#server/gateway/request-log.ts';

function request(requestId: string): LoggedRequest {
  return {
    ...{ at: 1_000, method: 'GET', host: 'web.test', path: '/', status: 200, ms: 1, bytesIn: 0, bytesOut: 2 },
    ...{ versionId: 'v1', versionName: 'v1', instanceId: 'i1', rule: 'percent', requestId },
  };
}

test('requests are taken once, by service, oldest first', () => {
  const log = new RequestLog();
  for (const id of ['1', '2']) log.of('a').add(request(id));
  log.of('b').add(request('3'));
  const taken = log
    .take()
    .map(({ serviceId, requests }) => [serviceId, requests.map((one) => one.requestId)]);
  assert.deepEqual(taken, [
    ['a', ['1', '2']],
    ['b', ['3']],
  ]);
  assert.deepEqual(log.take(), []);
});

test('a full ring takes errors in place of its oldest requests, and counts what it misses', () => {
  const log = new RequestLog();
  const ring = log.of('a');
  for (let id = 0; id < LOG_RING; id += 1) ring.add(request(String(id)));
  const ends = [200, 502, 404, ANSWER_BROKEN, VISITOR_LEFT, 500];
  assert.deepEqual(
    ends.map((status) => ring.takes(status)),
    [false, true, false, true, false, true],
  );
  for (let id = LOG_RING; id < LOG_RING + 3; id += 1) ring.add(request(String(id)));
  const [taken] = log.take();
  assert.equal(taken?.requests.length, LOG_RING);
  assert.equal(taken?.requests[0]?.requestId, '3');
  assert.equal(taken?.requests.at(-1)?.requestId, String(LOG_RING + 2));
  assert.equal(taken?.missed, 6);
  assert.equal(log.missed, 6);
  ring.add(request('after'));
  assert.equal(log.take()[0]?.missed, 0);
});

test('very many services are taken in more than one go, and none is forgotten', () => {
  const log = new RequestLog();
  for (let service = 0; service < 15; service += 1) {
    for (let id = 0; id < LOG_RING; id += 1) log.of(`s${service}`).add(request(String(id)));
  }
  const first = log.take();
  assert.equal(first.length, 10);
  assert.equal(log.take().length, 5);
});

test('the log of a service that is routed no more is forgotten only when it is stored', () => {
  const log = new RequestLog();
  const ring = log.of('a');
  ring.add(request('1'));
  log.forgetUnless(() => false);
  assert.equal(log.of('a'), ring);
  log.take();
  log.forgetUnless(() => false);
  assert.notEqual(log.of('a'), ring);
});
