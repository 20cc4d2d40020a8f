import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type BoundSocket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { openGatewaySockets } from '#server/supervisor/gateway-sockets.ts';
import { ManagedProcess } from '#server/supervisor/managed-process.ts';
import { INHERITED_SOCKET } from '#server/supervisor/process-plan.ts';
import { StartRefused } from '#server/supervisor/start-refused.ts';

/** Tells every visitor its process id. Ends once told to, and once what it has is finished. */
const WORKER = `
  const server = require('node:net').createServer((socket) => socket.end(String(process.pid)));
  server.listen({ fd: ${INHERITED_SOCKET} }, () => console.log('ready'));
  process.on('SIGTERM', () => server.close(() => process.exit(0)));`;

test('while workers are renewed time and again, every visitor is answered', async (t) => {
  const [socket] = opened(t, 1);
  const worker = await started(t, socket, WORKER);
  let isOpen = true;
  const answers: string[] = [];
  const visitors = Array.from({ length: 8 }, async () => {
    while (isOpen) answers.push(await visit(worker.port));
  });
  for (let round = 0; round < 4; round += 1) assert.equal(await worker.managed.renew(), true);
  const newest = String(worker.managed.pid);
  while (!answers.slice(-8).every((pid) => pid === newest)) answers.push(await visit(worker.port));
  isOpen = false;
  await Promise.all(visitors);
  assert.ok(new Set(answers).size === 5, `${new Set(answers).size} workers answered`);
  assert.ok(!answers.includes(''));
});

test('a new worker that comes to nothing leaves the old one where it is', async (t) => {
  const [socket] = opened(t, 1);
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-renewal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const broken = JSON.stringify(path.join(folder, 'broken'));
  const worker = await started(t, socket, `if (fs.existsSync(${broken})) process.exit(3);${WORKER}`);
  const { pid } = worker.managed;
  writeFileSync(path.join(folder, 'broken'), '');
  const line = once(worker.managed, 'line');
  assert.equal(await worker.managed.renew(), false);
  assert.deepEqual(await line, ['the new process ended (exit code 3), the old one goes on']);
  assert.equal(await visit(worker.port), String(pid));
});

test('who comes while a worker is dead is answered by the next one', async (t) => {
  const [socket] = opened(t, 1);
  const worker = await started(t, socket, WORKER);
  const { pid } = worker.managed;
  assert.ok(pid);
  const line = once(worker.managed, 'line');
  process.kill(pid, 'SIGKILL');
  await line;
  const answer = await visit(worker.port);
  assert.equal(answer, String(worker.managed.pid));
  assert.notEqual(answer, String(pid));
});

test('once it is stopped nobody waits at the port, even while the worker still finishes', async (t) => {
  const [socket] = opened(t, 1);
  const finishing = WORKER.replace('process.exit(0)', "console.log('finishing')");
  const worker = await started(t, socket, `${finishing} setInterval(() => {}, 1000);`);
  const line = once(worker.managed, 'line');
  const stopped = worker.managed.stop();
  assert.deepEqual(await line, ['finishing']);
  await assert.rejects(visit(worker.port), { code: 'ECONNREFUSED' });
  worker.managed.kill();
  await stopped;
});

test('several workers share the port, and each gets visitors', async (t) => {
  const sockets = opened(t, 3);
  const workers = await Promise.all(sockets.map((socket) => started(t, socket, WORKER)));
  assert.equal(new Set(workers.map(({ port }) => port)).size, 1);
  const answered = new Set<string>();
  for (let visits = 0; answered.size < 3; visits += 1) {
    assert.ok(visits < 1_000, `only ${answered.size} of 3 were ever asked`);
    answered.add(await visit(workers[0]?.port ?? 0));
  }
  assert.deepEqual([...answered].toSorted(), workers.map(({ managed }) => String(managed.pid)).toSorted());
});

test('a port that somebody else has is told in one sentence', async (t) => {
  const other = createServer().listen(0);
  t.after(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  for (const count of [1, 2])
    assert.throws(
      () => openGatewaySockets(port, count),
      (error) => error instanceof StartRefused && /is taken by another program/.test(error.message),
    );
});

function opened(t: TestContext, count: number): [BoundSocket, ...BoundSocket[]] {
  const [first, ...others] = openGatewaySockets(0, count);
  assert.ok(first);
  t.after(() => {
    for (const socket of [first, ...others]) socket[Symbol.dispose]();
  });
  return [first, ...others];
}

async function started(t: TestContext, listensOn: BoundSocket, script: string) {
  const { port } = listensOn.address();
  const managed = new ManagedProcess({
    name: 'gateway',
    args: ['-e', script],
    env: process.env,
    readiness: { linePrefix: 'ready' },
    stopDeadlineMs: 60_000,
    listensOn,
  });
  t.after(() => managed.stop());
  managed.start();
  await once(managed, 'ready');
  return { managed, port };
}

/** What the worker tells that takes the connection. Rejects where none does. */
async function visit(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks = await socket.toArray();
  return Buffer.concat(chunks).toString();
}
