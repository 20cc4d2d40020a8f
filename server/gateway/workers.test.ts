import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { berthFile, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import { listWorkers } from '#db/stores/gateway-workers.ts';
import { saveRoutes } from '#db/stores/routes.ts';
import { newDataFolder } from '#db/temporary.ts';
import {
  ask,
  BASE_DOMAIN,
  deadPort,
  instanceAt,
  routesOf,
  testInstance,
  until,
} from '#server/gateway/test-gateway.ts';

const MAIN = path.resolve(import.meta.dirname, '..', 'supervisor', 'run-gateway.ts');
const WORKERS = 2;

test('each worker splits exactly, and together they count every request once', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end());
  const gateway = await workersOn(t, routesOf({ v1: 80, v2: 20 }, { v1: [port], v2: [port] }));
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(Array.from({ length: 20 }, () => ask(gateway, { agent: false })));
  }
  await gateway.stop();
  const metrics = openMetricsDb(metricsFile(gateway.dataDir));
  t.after(() => metrics.$client.close());
  const counts = metrics.$client
    .prepare('select worker_id, version_id, sum(requests) from request_buckets group by 1, 2')
    .raw()
    .all() as [worker: string, version: string, requests: number][];
  assert.equal(
    counts.reduce((sum, [, , requests]) => sum + requests, 0),
    400,
  );
  const ids = new Set(counts.map(([worker]) => worker));
  assert.equal(ids.size, WORKERS);
  for (const id of ids) {
    const of = (version: string) => counts.find(([w, v]) => w === id && v === version)?.[2] ?? 0;
    const all = of('v1') + of('v2');
    assert.ok(Math.abs(of('v2') - all * 0.2) <= 1, `${of('v2')} of ${all}`);
  }
});

test('what drains is reported by each worker until its last request there is answered', async (t) => {
  const held: http.ServerResponse[] = [];
  const old = await testInstance(t, (_request, response) => void held.push(response));
  const young = await testInstance(t, (_request, response) => response.end('new'));
  const gateway = await workersOn(t, routesOf({ v1: 100 }, { v1: [old.port] }));
  const waiting = Array.from({ length: 24 }, () => ask(gateway, { agent: false }));
  await until(() => held.length === 24);
  const leaving = instanceAt(old.port, { isDraining: true });
  const revision = gateway.save(routesOf({ v1: 100 }, { v1: [leaving, young.port] }));
  const inFlight = () => listWorkers(gateway.db).map((row) => row.inFlight[leaving.instanceId] ?? 0);
  await until(() => listWorkers(gateway.db).every((row) => row.servedRevision >= revision));
  assert.equal((await ask(gateway)).body, 'new');
  const [first = 0, second = 0] = inFlight();
  assert.ok(first > 0 && second > 0, `${first} and ${second}`);
  assert.equal(first + second, 24);
  for (const response of held) response.end('old');
  await until(() => inFlight().every((count) => count === 0));
  for (const answer of await Promise.all(waiting)) assert.equal(answer.body, 'old');
});

test('SIGHUP replaces all workers, and no visitor notices', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('ok'));
  const gateway = await workersOn(t, routesOf({ v1: 100 }, { v1: [port] }));
  const pids = () => listWorkers(gateway.db).map(({ pid }) => pid);
  const before = pids();
  let isOpen = true;
  const bodies: string[] = [];
  const visitors = Array.from({ length: 8 }, async () => {
    while (isOpen) bodies.push((await ask(gateway, { agent: false })).body);
  });
  gateway.child.kill('SIGHUP');
  await until(() => pids().length === WORKERS && !pids().some((pid) => before.includes(pid)), 60_000);
  isOpen = false;
  await Promise.all(visitors);
  assert.ok(bodies.length > 100, `only ${bodies.length} visitors came`);
  assert.deepEqual(new Set(bodies), new Set(['ok']));
  await gateway.stop();
  assert.deepEqual(pids(), []);
});

async function workersOn(t: TestContext, routes: ReturnType<typeof routesOf>) {
  const dataDir = newDataFolder();
  const db = openDb(berthFile(dataDir));
  const save = (document: typeof routes) => saveRoutes(db, document.serviceId, document);
  save(routes);
  const { child, port } = await started(dataDir);
  t.after(async () => {
    await stop(child);
    db.$client.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { child, port, db, dataDir, save, stop: () => stop(child) };
}

async function started(dataDir: string) {
  const port = await deadPort();
  const env = { ...process.env, DATA_DIR: dataDir, GATEWAY_PORT: String(port), BASE_DOMAIN };
  const child = spawn(process.execPath, [MAIN], {
    env: { ...env, GATEWAY_ADMIN_PORT: '0', GATEWAY_WORKERS: String(WORKERS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let ready = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === `gateway ready on ${port}`) ready += 1;
  });
  await until(() => ready === WORKERS, 60_000);
  return { child, port };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
}
