import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { ManagedProcess } from '#server/supervisor/managed-process.ts';
import type { ProcessPlan } from '#server/supervisor/process-plan.ts';

test('a restart is told by a new process and no pause', async (t) => {
  const managed = started(t, "console.log('up'); setInterval(() => {}, 1000)", { linePrefix: 'up' });
  const lines: string[] = [];
  managed.on('line', (text) => lines.push(text));
  await once(managed, 'ready');
  const before = managed.pid;
  managed.restart();
  await once(managed, 'ready');
  assert.notEqual(managed.pid, before);
  assert.deepEqual(lines, ['up', 'up']);
});

test('a process that ends by itself is told with how it ended, and started again after a pause', async (t) => {
  const managed = started(t, 'process.exit(7)', { linePrefix: 'never' });
  const [line] = await once(managed, 'line');
  assert.equal(line, 'ended (exit code 7), starting again in 200 ms');
  await once(managed, 'change');
  assert.ok(managed.pid);
});

test('what is known by its address is ready as soon as anything is answered there', async (t) => {
  const server = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  const url = `http://127.0.0.1:${address.port}/`;
  await once(started(t, 'setInterval(() => {}, 1000)', { url }), 'ready');
});

function started(t: TestContext, script: string, readiness: ProcessPlan['readiness']): ManagedProcess {
  const managed = new ManagedProcess({
    name: 'gateway',
    args: ['-e', script],
    env: process.env,
    readiness,
    stopDeadlineMs: 5_000,
  });
  managed.start();
  t.after(() => managed.stop());
  return managed;
}
