// The built-in sample service. It imports node: modules only: beside Node, this folder is all its image holds.
// These knobs of its environment make it misbehave on purpose, so that every failure can be tried:
//   SAMPLE_START_DELAY_MS   listens only after this time
//   SAMPLE_EXIT_AFTER_MS    ends after this time, with SAMPLE_EXIT_CODE (1)
//   SAMPLE_LISTEN_PORT      listens here instead of on PORT
//   SAMPLE_LISTEN_HOST      listens on this address instead of all; 127.0.0.1 hides it from others
//   SAMPLE_HEALTH_STATUS    what /healthz answers (200)
//   SAMPLE_LATENCY_MS       answers only after this time
//   SAMPLE_ERROR_RATE       this share of requests, 0 to 1, gets a 500
//   SAMPLE_IGNORE_TERM      any value: goes on after SIGTERM
//   SAMPLE_EAT_MB           fills so much memory once it listens
//   SAMPLE_NEEDS_URL        asks this address before it listens, and ends with code 1 unless that answers 2xx
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { pageOf } from './page.mjs';
import { openWebSocket } from './websocket-echo.mjs';

const version = process.env.SAMPLE_VERSION ?? 'v1';
const host = process.env.SAMPLE_LISTEN_HOST ?? '0.0.0.0';
const port = numberFrom('SAMPLE_LISTEN_PORT') ?? numberFrom('PORT') ?? 80;
const latencyMs = numberFrom('SAMPLE_LATENCY_MS') ?? 0;
const errorRate = numberFrom('SAMPLE_ERROR_RATE') ?? 0;
const healthStatus = numberFrom('SAMPLE_HEALTH_STATUS') ?? 200;

/** Ends every stream that would never end by itself; called once the process is told to stop. */
const endless = new Set();
let isStopping = false;
let counted = 0;

const routes = {
  '/': greet,
  '/healthz': (_request, response) => sendText(response, healthStatus, `${healthStatus}\n`),
  '/version': (_request, response) => sendJson(response, { version, pid: process.pid, hostname: hostname() }),
  '/sse': streamEvents,
  '/upload': measureUpload,
  '/download': sendBytes,
  '/slow': answerLate,
};

const server = createServer((request, response) => {
  const startedAt = performance.now();
  const path = pathOf(request);
  response.on('close', () => {
    const tookMs = Math.round(performance.now() - startedAt);
    console.log(
      `${request.method} ${path} ${response.writableFinished ? response.statusCode : 'aborted'} ${tookMs}ms`,
    );
    if (isStopping) setImmediate(() => server.closeIdleConnections());
  });
  answer(request, response, path).catch((error) => response.destroy(error));
});
server.on('upgrade', upgrade);
server.on('error', (error) => {
  console.error(`sample/hello:${version} ${error.message}`);
  process.exit(1);
});
start();

function start() {
  const exitAfterMs = numberFrom('SAMPLE_EXIT_AFTER_MS');
  if (exitAfterMs !== undefined) setTimeout(exitAsAsked, exitAfterMs);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  setTimeout(() => void listenOnceNeedsAreMet(), numberFrom('SAMPLE_START_DELAY_MS') ?? 0);
}

/** As a program that checks its database first. */
async function listenOnceNeedsAreMet() {
  const url = process.env.SAMPLE_NEEDS_URL;
  const answer = url
    ? await fetch(url).catch((error) => ({ ok: false, status: error.message }))
    : { ok: true };
  if (answer.ok) return listen();
  console.error(`sample/hello:${version} needs ${url}, which answers ${answer.status}`);
  process.exit(1);
}

function listen() {
  if (isStopping) return;
  server.listen(port, host, () => {
    console.log(`sample/hello:${version} listens on ${host}:${server.address().port}`);
    eat(numberFrom('SAMPLE_EAT_MB') ?? 0);
  });
}

/** Fills memory in steps, so that the limit is met by a process that already answers. */
function eat(megabytes, eaten = []) {
  if (eaten.length * 16 >= megabytes) return;
  eaten.push(Buffer.alloc(16 * 1024 * 1024, 1));
  setTimeout(eat, 5, megabytes, eaten);
}

function exitAsAsked() {
  const code = numberFrom('SAMPLE_EXIT_CODE') ?? 1;
  console.error(`Error: sample/hello:${version} ends with code ${code}, as SAMPLE_EXIT_AFTER_MS asks`);
  process.exit(code);
}

/** Takes no new connection, ends what is endless, lets the other requests finish. */
function stop() {
  if (process.env.SAMPLE_IGNORE_TERM || isStopping) return;
  isStopping = true;
  if (!server.listening) process.exit(0);
  server.close(() => process.exit(0));
  for (const end of endless) end();
}

async function answer(request, response, path) {
  if (path === '/healthz') return routes[path](request, response);
  if (latencyMs > 0) await wait(latencyMs);
  if (isErrorsTurn()) return sendText(response, 500, `error ${version}\n`);
  const status = /^\/status\/([2-5]\d\d)$/.exec(path)?.[1];
  if (status) return sendText(response, Number(status), `${status}\n`);
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  return route ? route(request, response) : sendText(response, 404, 'not found\n');
}

/** Spread evenly, never random: of any n requests in a row, n times the rate fail (±1). */
function isErrorsTurn() {
  counted += 1;
  return Math.floor(counted * errorRate) > Math.floor((counted - 1) * errorRate);
}

function greet(request, response) {
  if (!request.headers.accept?.includes('text/html')) return sendText(response, 200, `hello ${version}\n`);
  send(response, 200, 'text/html; charset=utf-8', pageOf(version, hostname()));
}

async function streamEvents(_request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const end = () => response.end();
  endless.add(end);
  for (let number = 1; !response.writableEnded && !response.destroyed; number += 1) {
    response.write(`id: ${number}\ndata: ${version}\n\n`);
    await wait(200);
  }
  endless.delete(end);
}

async function measureUpload(request, response) {
  if (request.method !== 'POST') return sendText(response, 405, 'POST only\n');
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of request) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  sendJson(response, { bytes, sha256: hash.digest('hex') });
}

async function sendBytes(request, response) {
  const bytes = queryNumber(request, 'bytes');
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes });
  await pipeline(chunksOf(bytes), response);
}

function* chunksOf(bytes) {
  const chunk = Buffer.alloc(64 * 1024, version);
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}

async function answerLate(request, response) {
  const ms = Math.min(queryNumber(request, 'ms'), 600_000);
  await wait(ms);
  sendText(response, 200, `hello ${version} after ${ms}ms\n`);
}

function upgrade(request, socket, head) {
  if (pathOf(request) !== '/ws') {
    return socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  }
  console.log(`${request.method} /ws 101`);
  if (head.length > 0) socket.unshift(head);
  const end = openWebSocket(request, socket);
  endless.add(end);
  socket.on('close', () => endless.delete(end));
}

function sendText(response, status, text) {
  send(response, status, 'text/plain; charset=utf-8', text);
}

function sendJson(response, value) {
  send(response, 200, 'application/json', `${JSON.stringify(value)}\n`);
}

function send(response, status, type, body) {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-sample-version': version,
  });
  response.end(body);
}

function numberFrom(name) {
  const value = Number.parseFloat(process.env[name] ?? '');
  return Number.isFinite(value) ? value : undefined;
}

function pathOf(request) {
  return request.url.split('?', 1)[0];
}

function queryNumber(request, name) {
  const value = Number(new URLSearchParams(request.url.split('?')[1]).get(name));
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
