import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import WebSocket from 'ws';
import { SAMPLE_PROGRAM, sampleTag } from './sample-image.ts';

/** The sample with these knobs on a free port: its address, once it listens, and its process. */
async function startSample(context: TestContext, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [SAMPLE_PROGRAM], {
    env: { NODE_ENV: 'production', PORT: '0', SAMPLE_LISTEN_HOST: '127.0.0.1', SAMPLE_VERSION: 'v2', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const port = /:(\d+)$/.exec(line)?.[1] ?? assert.fail(line);
  return { child, address: `127.0.0.1:${port}` };
}

test('a browser gets a page, another client a line of text, both with the tag', async (context) => {
  const { address } = await startSample(context);
  const page = await fetch(`http://${address}/`, { headers: { accept: 'text/html,*/*' } });
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  const html = await page.text();
  assert.match(html, /<h1>v2<\/h1>/);
  assert.doesNotMatch(html, /(src|href)=/);
  assert.equal(await (await fetch(`http://${address}/`)).text(), 'hello v2\n');
  const told = await (await fetch(`http://${address}/version`)).json();
  assert.equal((told as { version: string }).version, 'v2');
});

test('uploads are counted and hashed, downloads have the asked length', async (context) => {
  const { address } = await startSample(context);
  const body = randomBytes(3_000_001);
  const response = await fetch(`http://${address}/upload`, { method: 'POST', body });
  const sha256 = createHash('sha256').update(body).digest('hex');
  assert.deepEqual(await response.json(), { bytes: 3_000_001, sha256 });
  const download = await fetch(`http://${address}/download?bytes=200001`);
  assert.equal((await download.bytes()).length, 200_001);
});

test('exactly the asked share of requests fails, and never a health check', async (context) => {
  const { address } = await startSample(context, { SAMPLE_ERROR_RATE: '0.25' });
  const statuses: number[] = [];
  for (let number = 0; number < 40; number += 1) statuses.push((await fetch(`http://${address}/`)).status);
  assert.equal(statuses.filter((status) => status === 500).length, 10);
  assert.deepEqual(statuses.slice(0, 8), [200, 200, 200, 500, 200, 200, 200, 500]);
  for (let number = 0; number < 8; number += 1) {
    assert.equal((await fetch(`http://${address}/healthz`)).status, 200);
  }
});

test('status, health and latency are as the knobs say', async (context) => {
  const { address } = await startSample(context, { SAMPLE_HEALTH_STATUS: '503', SAMPLE_LATENCY_MS: '200' });
  assert.equal((await fetch(`http://${address}/healthz`)).status, 503);
  const before = performance.now();
  assert.equal((await fetch(`http://${address}/status/418`)).status, 418);
  assert.ok(performance.now() - before >= 190);
  assert.equal((await fetch(`http://${address}/env`)).status, 404);
  assert.equal((await fetch(`http://${address}/toString`)).status, 404);
});

test('a WebSocket echoes text, binary of every length class, and pings', async (context) => {
  const { address } = await startSample(context);
  const socket = new WebSocket(`ws://${address}/ws`);
  await once(socket, 'open');
  for (const message of ['你好', randomBytes(10), randomBytes(40_000), randomBytes(200_000)]) {
    socket.send(message);
    const [echo, isBinary] = await once(socket, 'message');
    assert.equal(isBinary, typeof message !== 'string');
    assert.deepEqual(Buffer.from(echo), Buffer.from(message));
  }
  socket.ping('x');
  assert.equal(String((await once(socket, 'pong'))[0]), 'x');
  socket.close(1000);
  assert.equal((await once(socket, 'close'))[0], 1000);
});

test('TERM ends event streams and WebSockets, and the process exits with 0', async (context) => {
  const { child, address } = await startSample(context);
  const socket = new WebSocket(`ws://${address}/ws`);
  await once(socket, 'open');
  const events = await fetch(`http://${address}/sse`);
  const reader = (events.body ?? assert.fail('no stream')).getReader();
  assert.match(new TextDecoder().decode((await reader.read()).value), /^id: 1\ndata: v2\n\n/);
  const closed = once(socket, 'close');
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  assert.equal((await closed)[0], 1001);
  while (!(await reader.read()).done);
  assert.deepEqual(await exited, [0, null]);
});

test('only the tags v1 to v9 of sample/hello exist', () => {
  assert.equal(sampleTag('sample/hello:v9'), 'v9');
  for (const image of [
    'sample/hello',
    'sample/hello:v0',
    'sample/hello:v10',
    'sample/other:v1',
    'x/sample/hello:v1',
  ]) {
    assert.equal(sampleTag(image), null);
  }
});
