// What open connections cost: those of visitors who say nothing, and WebSockets.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import WebSocket from 'ws';
import { figuresOf } from '#bench/figures.ts';
import { startWorker, withDb } from '#bench/gateway/cloudberth.ts';
import { freePorts } from '#bench/gateway/free-ports.ts';
import type { Bench } from '#bench/gateway/plan.ts';
import { memoryBytesOf } from '#bench/gateway/process-cost.ts';
import { ECHO_HOST, SPLIT_HOST } from '#bench/gateway/proxy.ts';
import type { Section } from '#bench/gateway/report.ts';
import { benchRoutes } from '#bench/gateway/routes.ts';
import { saveRoutes } from '#db/stores/routes.ts';

const IDLE_CONNECTIONS = 1_000;
const WEBSOCKETS = 200;
const MB = 1e6;

/** On a worker that has carried nothing else. Each connection has carried one request, each WebSocket a message. */
export async function measureMemory({ backends, folder }: Bench): Promise<Section> {
  const dataDir = path.join(folder, 'memory');
  await withDb(dataDir, (db) => {
    for (const routes of benchRoutes(backends)) saveRoutes(db, routes.serviceId, routes);
  });
  const [port = 0] = await freePorts(1);
  await using worker = await startWorker({ dataDir, port });
  using open = new DisposableStack();
  const before = memoryBytesOf(worker.pid);
  await Promise.all(Array.from({ length: IDLE_CONNECTIONS }, () => openIdle(port, open)));
  await Promise.all(Array.from({ length: WEBSOCKETS }, () => openWebSocket(port, open)));
  const after = memoryBytesOf(worker.pid);
  const title = `${IDLE_CONNECTIONS} idle connections, ${WEBSOCKETS} WebSockets`;
  const gateway = figuresOf([after / MB]);
  return {
    title: 'Memory of the gateway (RSS)',
    rows: [
      { title: 'just started', unit: 'MB', figures: { gateway: figuresOf([before / MB]) } },
      { id: 'memory', title, unit: 'MB', figures: { gateway } },
    ],
  };
}

async function openIdle(port: number, open: DisposableStack): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  open.defer(() => socket.destroy());
  socket.on('error', (error) => console.error('An idle connection broke.', error));
  socket.write(`GET / HTTP/1.1\r\nHost: ${SPLIT_HOST}\r\n\r\n`);
  await firstBytes(socket);
}

async function firstBytes(socket: Socket): Promise<void> {
  const [answer] = await once(socket, 'data');
  if (!String(answer).startsWith('HTTP/1.1 200')) throw new Error(`an idle connection got: ${answer}`);
}

async function openWebSocket(port: number, open: DisposableStack): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: { host: ECHO_HOST } });
  open.defer(() => socket.terminate());
  await once(socket, 'open');
  socket.send('hello');
  await once(socket, 'message');
}
