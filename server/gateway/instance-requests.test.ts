// What each instance answered: counted where it was answered, in the minute in which it was over, by all workers.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import {
  type InstanceMinute,
  readInstanceRequests,
  writeInstanceRequests,
} from '#db/stores/instance-requests.ts';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { temporaryData } from '#db/temporary.ts';
import { Meter } from '#server/gateway/meter.ts';
import {
  ask,
  deadPort,
  instanceAt,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';

type Counts = Pick<InstanceMinute, 'requests' | 'errors'>;

/** Sums by instance over all minutes. */
function counted({ metrics }: Pick<TestGateway, 'metrics'>, versionId = 'v1'): Record<string, Counts> {
  const sums: Record<string, Counts> = {};
  for (const { instanceId, requests, errors } of readInstanceRequests(metrics, 'web', versionId, 0)) {
    const before = sums[instanceId] ?? { requests: 0, errors: 0 };
    sums[instanceId] = { requests: before.requests + requests, errors: before.errors + errors };
  }
  return sums;
}

test('every request is counted at the instance that answered it, over drains and all workers', async (t) => {
  const answers = Array.from({ length: 3 }, () => 0);
  const ports: number[] = [];
  for (const index of answers.keys()) {
    const { port } = await testInstance(t, (request, response) => {
      answers[index] = (answers[index] ?? 0) + 1;
      response.statusCode = Number(request.url?.slice(1)) || 200;
      response.end();
    });
    ports.push(port);
  }
  const [first = 0, ...others] = ports;
  const dead = await deadPort();
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [...ports, dead] })]);
  const second = await gateway.start();
  for (const path of ['/', '/404', '/500']) {
    for (const worker of [gateway, second]) for (let run = 0; run < 5; run += 1) await ask(worker, { path });
  }
  const drained = [instanceAt(first, { isDraining: true }), ...others];
  const revision = gateway.save(routesOf({ v1: 100 }, { v1: drained }));
  await until(() => gateway.serves(revision));
  for (let run = 0; run < 5; run += 1) await ask(gateway);
  await Promise.all([gateway.stop(), second.stop()]);

  const byInstance = counted(gateway);
  const requests = ports.map((port) => byInstance[`instance-${port}`]?.requests ?? 0);
  assert.deepEqual(requests, answers);
  const errors = Object.values(byInstance).reduce((sum, counts) => sum + counts.errors, 0);
  assert.equal(errors, 10);
  assert.equal(byInstance[`instance-${dead}`]?.requests ?? 0, 0);
});

test('an open WebSocket is in flight at its instance in every look, and counted when it closes', async (t) => {
  const { port, server } = await testInstance(t, (_request, response) => response.end());
  new WebSocketServer({ server });
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/`, { headers: { host: WEB_HOST } });
  await once(socket, 'open');
  const look = () => readInstanceRequests(gateway.metrics, 'web', 'v1', 0).at(-1);
  await until(() => look()?.peakInFlight === 1);
  assert.equal(look()?.requests, 0);
  socket.close();
  await until(() => look()?.requests === 1);
});

test('a minute is stored whole again and again, a failed store counts nothing twice', () => {
  using data = temporaryData();
  const { metrics } = data;
  const at = { now: 59_000 };
  const meter = new Meter('w1', () => at.now);
  const counter = meter.instances.counterOf({ serviceId: 'web', versionId: 'v1' }, 'i1');
  const store = () => {
    writeBuckets(metrics, meter.complete());
    const rows = meter.instances.unstored();
    writeInstanceRequests(metrics, rows);
    return rows;
  };
  counter.started();
  counter.started();
  counter.finished(200);
  at.now = 59_500;
  counter.finished(500);
  at.now = 60_000;
  counter.started();
  store();
  meter.instances.settle(store());
  counter.finished(200);
  at.now = 61_000;
  meter.instances.settle(store());
  const read = readInstanceRequests(metrics, 'web', 'v1', 0);
  assert.deepEqual(read, [
    { instanceId: 'i1', at: 0, requests: 2, errors: 1, peakInFlight: 2 },
    { instanceId: 'i1', at: 60, requests: 1, errors: 0, peakInFlight: 1 },
  ]);
  at.now = 62_000;
  assert.deepEqual(store(), []);
});
