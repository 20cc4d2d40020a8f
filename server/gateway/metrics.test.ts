import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';
import { listRequests } from '#db/stores/request-log.ts';
import { latencyQuantileMs, mergeLatency } from '#server/domain/latency.ts';
import {
  ask,
  deadPort,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';

test('each request is counted once, under its version, and a failed one as an error', async (t) => {
  const good = await testInstance(t, (request, response) => {
    response.statusCode = Number(request.url?.slice(1)) || 200;
    response.end('ok');
  });
  const broken = await testInstance(t, (_request, response) => {
    response.write('half', () => response.destroy());
  });
  const versions = { v1: [good.port], v2: [await deadPort()], v3: [broken.port] };
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, versions)]);
  for (const path of ['/', '/404', '/500', '/503']) await ask(gateway, { path });
  gateway.save(routesOf({ v2: 100 }, versions));
  await until(() => gateway.serves(2));
  assert.equal((await ask(gateway)).status, 502);
  gateway.save(routesOf({ v3: 100 }, versions));
  await until(() => gateway.serves(3));
  await assert.rejects(ask(gateway));
  gateway.save(routesOf({}, versions));
  await until(() => gateway.serves(4));
  assert.equal((await ask(gateway)).status, 503);
  await ask(gateway, { host: 'nobody.test' });

  await gateway.stop();
  assert.deepEqual(totals(gateway), {
    v1: { requests: 4, errors: 2 },
    v2: { requests: 1, errors: 1 },
    v3: { requests: 1, errors: 1 },
    '': { requests: 1, errors: 1 },
  });
});

test('a visitor who leaves is a request, not an error', async (t) => {
  const { port } = await testInstance(t, (_request, response) => void response.write('first'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const request = http.get({ port: gateway.port, host: '127.0.0.1', headers: { host: WEB_HOST } });
  await once(request, 'response');
  request.destroy();
  await until(() => totals(gateway).v1?.requests === 1);
  assert.deepEqual(totals(gateway).v1, { requests: 1, errors: 0 });
});

test('counts and heartbeat are stored every second while the gateway runs', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('ok'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const beat = gateway.metrics.$client
    .prepare('select at from worker_heartbeats where worker_id = ?')
    .pluck();
  const first = Number(beat.get(gateway.workerId));
  assert.ok(Math.abs(Date.now() - first) < 5_000);
  await ask(gateway);
  await until(() => totals(gateway).v1?.requests === 1);
  await until(() => Number(beat.get(gateway.workerId)) > first);
  await ask(gateway);
  await until(() => totals(gateway).v1?.requests === 2);
});

test('counts that cannot be stored now are stored later, and none twice', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('ok'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  gateway.metrics.$client.exec('begin immediate');
  const startedAt = performance.now();
  let requests = 0;
  while (performance.now() - startedAt < 2_500) {
    assert.equal((await ask(gateway)).status, 200);
    requests += 1;
  }
  gateway.metrics.$client.exec('commit');
  await until(() => totals(gateway).v1?.requests === requests);
  await gateway.stop();
  assert.equal(totals(gateway).v1?.requests, requests);
});

test('the stored latency tells how long the answers took', async (t) => {
  const { port } = await testInstance(t, (_request, response) => setTimeout(() => response.end('ok'), 100));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  await Promise.all(Array.from({ length: 10 }, () => ask(gateway)));
  await gateway.stop();
  const rows = gateway.metrics.$client.prepare('select latency from request_buckets').pluck().all();
  const median = latencyQuantileMs(mergeLatency(rows.map((row) => JSON.parse(String(row)))), 0.5);
  assert.ok(median !== undefined && median > 90 && median < 2_000, `${median} ms`);
});

test('a request is logged with what answered it, without its query values, and told to Prometheus', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('ok'));
  const adminPort = await deadPort();
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })], { adminPort });
  const { headers } = await ask(gateway, { path: '/cart?item=7', method: 'POST', body: 'four' });
  const admin = { host: '127.0.0.1', port: adminPort, path: '/metrics' };
  const [response] = (await once(http.get(admin), 'response')) as [http.IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  assert.match(text, /_requests_total\{service="web-abc123",version="web-v1",code="2xx"\} 1\n/);
  await gateway.stop();
  const [logged, ...more] = listRequests(gateway.metrics, 'web', {}, 9);
  assert.deepEqual(more, []);
  const { id, at, ms, ...facts } = logged ?? assert.fail();
  assert.deepEqual(facts, {
    ...{ serviceId: 'web', method: 'POST', host: WEB_HOST, path: '/cart?item=…', status: 200 },
    ...{ bytesIn: 4, bytesOut: 2, versionId: 'v1', versionName: 'web-v1', instanceId: `instance-${port}` },
    ...{ rule: 'percent', requestId: headers['x-request-id'] },
  });
});

test('an instance that cannot be reached is counted as a failed dial', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('ok'));
  const adminPort = await deadPort();
  const routes = routesOf({ v1: 100 }, { v1: [port, await deadPort()] });
  const gateway = await testGateway(t, [routes], { adminPort });
  for (let number = 0; number < 20; number += 1) assert.equal((await ask(gateway)).status, 200);
  const admin = { host: '127.0.0.1', port: adminPort, path: '/metrics' };
  const [response] = (await once(http.get(admin), 'response')) as [http.IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  assert.ok(Number(/^cloudberth_gateway_dial_failures_total (\d+)$/m.exec(text)?.[1]) > 0, text);
});

function totals({ metrics }: TestGateway): Record<string, { requests: number; errors: number }> {
  const rows = metrics.$client
    .prepare(
      'select version_id, sum(requests) requests, sum(errors) errors from request_buckets group by version_id',
    )
    .all() as { version_id: string; requests: number; errors: number }[];
  return Object.fromEntries(
    rows.map(({ version_id, requests, errors }) => [version_id, { requests, errors }]),
  );
}
