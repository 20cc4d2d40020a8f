import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { readH2Load } from '#bench/gateway/h2-load.ts';
import { readResult } from '#bench/gateway/load.ts';
import { readPlan, SECTIONS } from '#bench/gateway/plan.ts';
import { cpuUsOf, memoryBytesOf, parseStat } from '#bench/gateway/process-cost.ts';
import { interleave } from '#bench/gateway/rounds.ts';

test('a load with one failed request is no measurement', () => {
  const result = (errors: number) =>
    `5 requests in 2.00s\n\nRESULT {"requests":5,"durationUs":2000000,"bytes":300,"p50Us":66.0,"p99Us":1956.0,"maxUs":5313.0,"errors":${errors}}\n`;
  const { seconds, requests, p50Us } = readResult(result(0));
  assert.deepEqual({ seconds, requests, p50Us }, { seconds: 2, requests: 5, p50Us: 66 });
  assert.throws(() => readResult(result(1)), /1 of 5 requests failed/);
  assert.throws(() => readResult('unable to connect'), /no result/);
});

test('HTTP/2 counts only where it was spoken and nothing failed', () => {
  const summary = (protocol: string, failed: number) =>
    `Application protocol: ${protocol}\nrequests: 70 total, 75 started, 70 done, ${70 - failed} succeeded, ${failed} failed, 0 errored, 0 timeout\n`;
  assert.equal(readH2Load(summary('h2', 0)), 70);
  assert.throws(() => readH2Load(summary('http/1.1', 0)), /not spoken/);
  assert.throws(() => readH2Load(summary('h2', 1)), /failed/);
});

test('a program with brackets in its name is read right', () => {
  const stat = '42 (a) b (c)) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 1 0 5 6 7';
  assert.deepEqual(parseStat(stat), { parentId: 7, cpuTicks: 127 });
});

test('what a process started is counted to it', async () => {
  const busy = 'const end = Date.now() + 300; while (Date.now() < end);';
  const program = `require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(busy)}]); console.log(); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    assert.ok(cpuUsOf(child.pid ?? 0) > 50_000);
    assert.ok(memoryBytesOf(child.pid ?? 0) > 10e6);
  } finally {
    child.kill('SIGKILL');
  }
});

test('each is measured once in each round, and another one first each time', async () => {
  const order: string[] = [];
  const results = await interleave([{ name: 'a' }, { name: 'b' }, { name: 'c' }], 2, async ({ name }) => {
    order.push(name);
    return order.length;
  });
  assert.deepEqual(order, ['a', 'b', 'c', 'b', 'c', 'a']);
  assert.deepEqual(results.get('a'), [1, 6]);
});

test('a run measures everything, or what it is told to', () => {
  assert.deepEqual(readPlan([]).sections, SECTIONS);
  assert.deepEqual(readPlan(['--only', 'cpu', '--only', 'tls']).sections, ['cpu', 'tls']);
  assert.throws(() => readPlan(['--only', 'speed']), /no section 'speed'/);
});
