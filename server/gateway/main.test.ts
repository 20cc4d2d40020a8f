import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { berthFile, openDb } from '#db/open.ts';
import { listWorkers } from '#db/stores/gateway-workers.ts';
import { saveRoutes } from '#db/stores/routes.ts';
import { newDataFolder } from '#db/temporary.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import {
  ask,
  BASE_DOMAIN,
  deadPort,
  listening,
  routesOf,
  testInstance,
  until,
} from '#server/gateway/test-gateway.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');

test('a gateway killed in the middle serves the last routes when it is started again, with nobody else there', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('still here'));
  const dataDir = testData(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const first = await gatewayProcess(t, dataDir);
  assert.equal((await ask(first)).body, 'still here');
  const ended = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await ended;

  const second = await gatewayProcess(t, dataDir);
  assert.equal((await ask(second)).body, 'still here');
  const db = openDb(berthFile(dataDir));
  t.after(() => db.$client.close());
  assert.deepEqual(
    listWorkers(db).map(({ pid, servedRevision, inFlight }) => ({ pid, servedRevision, inFlight })),
    [{ pid: second.child.pid, servedRevision: 1, inFlight: {} }],
  );
});

test('SIGTERM finishes what is in flight, closes the port at once and exits 0', async (t) => {
  const held: http.ServerResponse[] = [];
  const { port } = await testInstance(t, (request, response) => {
    if (request.url === '/held') held.push(response);
    else response.end();
  });
  const dataDir = testData(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const gateway = await gatewayProcess(t, dataDir);
  const agent = new http.Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const waiting = ask(gateway, { agent, path: '/held' });
  await until(() => held.length === 1);
  const ended = once(gateway.child, 'exit');
  gateway.child.kill('SIGTERM');
  let isRefused = false;
  await until(() => {
    ask(gateway).catch((error) => {
      isRefused ||= error.code === 'ECONNREFUSED';
    });
    return isRefused;
  });
  held[0]?.end('finished');
  assert.equal((await waiting).body, 'finished');
  assert.deepEqual(await ended, [0, null]);
  const db = openDb(berthFile(dataDir));
  t.after(() => db.$client.close());
  assert.deepEqual(listWorkers(db), []);
});

test('a taken port is told in one sentence, and nothing of the failed start stays behind', async (t) => {
  const taken = http.createServer();
  const port = await listening(t, taken);
  const dataDir = testData(t, []);
  const child = spawnGateway(t, dataDir, port);
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.equal(errors, `Port ${port} is taken by another program. Set GATEWAY_PORT to another port.\n`);
  const db = openDb(berthFile(dataDir));
  t.after(() => db.$client.close());
  assert.deepEqual(listWorkers(db), []);
});

type Running = { child: ChildProcess; port: number };

async function gatewayProcess(t: TestContext, dataDir: string): Promise<Running> {
  const port = await deadPort();
  const child = spawnGateway(t, dataDir, port);
  child.stderr?.pipe(process.stderr);
  assert.ok(child.stdout);
  for await (const line of createInterface(child.stdout)) {
    if (line === `gateway ready on ${port}`) break;
  }
  return { child, port };
}

function spawnGateway(t: TestContext, dataDir: string, port: number): ChildProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: dataDir, GATEWAY_PORT: String(port), BASE_DOMAIN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

function testData(t: TestContext, routes: ServiceRoutes[]): string {
  const dataDir = newDataFolder();
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const db = openDb(berthFile(dataDir));
  for (const document of routes) saveRoutes(db, document.serviceId, document);
  db.$client.close();
  return dataDir;
}
