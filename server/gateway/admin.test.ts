import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { type TestContext, test } from 'node:test';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { Admin } from '#server/gateway/admin.ts';
import { Meter } from '#server/gateway/meter.ts';
import { RequestLog } from '#server/gateway/request-log.ts';
import { countOne } from '#server/gateway/test-meter.ts';
import { MOST_LABELLED, VersionNames } from '#server/gateway/version-labels.ts';
import { WorkerRegistry } from '#server/gateway/worker-registry.ts';

const ROUTES = { host: 'web-abc123', versions: [{ versionId: 'v1', versionName: 'v"1' }] };

async function adminOn(t: TestContext, routes: unknown = ROUTES) {
  const meter = new Meter('worker', Date.now);
  const names = new VersionNames(() => routes as ServiceRoutes);
  const facts = { meter, log: new RequestLog(), names, instancesOut: () => 2 };
  const admin = new Admin(new WorkerRegistry(facts));
  t.after(() => admin[Symbol.dispose]());
  return { meter, admin, port: (await admin.listen(0)) ?? assert.fail() };
}

async function get(port: number, options: http.RequestOptions = {}) {
  const request = http.request({ host: '127.0.0.1', port, path: '/metrics', agent: false, ...options }).end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, text, type: response.headers['content-type'] };
}

test('a scrape tells each version by its names, and twice the same', async (t) => {
  const { meter, port } = await adminOn(t);
  const counter = meter.counterOf('s', 'v1');
  for (const status of [200, 204, 503]) {
    counter.started();
    counter.finished(status, 40, 10, 100);
  }
  counter.started();
  counter.coldStart(900);
  meter.dialFailures += 1;
  const { text, type } = await get(port);
  assert.match(type ?? '', /^text\/plain; version=0\.0\.4/);
  const own = 'service="web-abc123",version="v\\"1"';
  for (const line of [
    `cloudberth_gateway_requests_total{${own},code="2xx"} 2`,
    `cloudberth_gateway_requests_total{${own},code="5xx"} 1`,
    `cloudberth_gateway_bytes_total{${own},direction="out"} 300`,
    `cloudberth_gateway_requests_in_flight{${own}} 1`,
    `cloudberth_gateway_request_duration_seconds_count{${own}} 3`,
    `cloudberth_gateway_request_duration_seconds_sum{${own}} 0.12`,
    `cloudberth_gateway_cold_start_seconds_count{${own}} 1`,
    'cloudberth_gateway_dial_failures_total 1',
    'cloudberth_gateway_instances_out 2',
    '# TYPE cloudberth_gateway_request_duration_seconds histogram',
  ]) {
    assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
  }
  assert.match(text, /^process_cpu_seconds_total /m);
  const again = await get(port);
  assert.ok(again.text.includes(`requests_total{${own},code="2xx"} 2`));
});

test('the buckets of a histogram only grow towards its count', async (t) => {
  const { meter, port } = await adminOn(t);
  const counter = meter.counterOf('s', 'v1');
  for (const ms of [0.05, 0.3, 7, 7, 90, 4_000, 900_000]) {
    counter.started();
    counter.finished(200, ms, 0, 0);
  }
  const { text } = await get(port);
  const buckets = [...text.matchAll(/request_duration_seconds_bucket\{.*le="([^"]+)"\} (\d+)/g)];
  const edges = buckets.map(([, edge]) => (edge === '+Inf' ? Number.POSITIVE_INFINITY : Number(edge)));
  const counts = buckets.map(([, , count]) => Number(count));
  assert.deepEqual(
    edges,
    edges.toSorted((a, b) => a - b),
  );
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  assert.equal(counts[0], 1);
  assert.equal(counts.at(-1), 7);
});

test('however many versions there are, the labels are bounded and nothing is lost', async (t) => {
  const { meter, port } = await adminOn(t, null);
  for (let service = 0; service < MOST_LABELLED + 50; service += 1) {
    countOne(meter, `s${service}`);
  }
  const { text } = await get(port);
  const lines = [...text.matchAll(/^cloudberth_gateway_requests_total\{.*\} (\d+)$/gm)];
  assert.equal(lines.length, MOST_LABELLED + 1);
  assert.equal(
    lines.reduce((sum, [, count]) => sum + Number(count), 0),
    MOST_LABELLED + 50,
  );
  assert.ok(text.includes('requests_total{service="other",version="other",code="2xx"} 50'));
});

test('only this machine, under its own name, is told anything', async (t) => {
  const { port } = await adminOn(t);
  assert.equal((await get(port, { headers: { host: 'evil.test' } })).status, 403);
  assert.equal((await get(port, { path: '/' })).status, 404);
  assert.equal((await get(port, { method: 'POST' })).status, 405);
  assert.equal((await get(port, { headers: { host: `localhost:${port}` } })).status, 200);
  await assert.rejects(get(port, { host: '127.0.0.2' }), { code: 'ECONNREFUSED' });
});

test('each worker takes the next free port', async (t) => {
  const first = await adminOn(t);
  const second = await adminOn(t);
  second.admin[Symbol.dispose]();
  const third = new Admin(new WorkerRegistry({ ...facts(), instancesOut: () => 0 }));
  t.after(() => third[Symbol.dispose]());
  const port = await third.listen(first.port);
  assert.ok(port !== undefined && port > first.port && port < first.port + 16, `${first.port} ${port}`);
});

function facts() {
  return { meter: new Meter('w', Date.now), log: new RequestLog(), names: new VersionNames(() => null) };
}
