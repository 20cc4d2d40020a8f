import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ProbeTarget, probe } from '#server/deployer/probe.ts';
import type { ProbeResult } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import { RunnerError } from '#server/runner/port.ts';

const TCP: VersionSpec['probe'] = { kind: 'tcp' };
const HTTP: VersionSpec['probe'] = { kind: 'http', path: '/health?deep=1' };

function ask(port: number, kind: VersionSpec['probe']): Promise<ProbeResult> {
  const execute = () => assert.fail('no command was configured');
  const target = { host: '127.0.0.1', port, probe: kind, timeoutMs: 1_000, execute };
  return probe(target, new AbortController().signal);
}

async function listening(t: TestContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

for (const [status, result] of [
  [200, { kind: 'ready' }],
  [302, { kind: 'ready' }],
  [404, { kind: 'status', status: 404 }],
  [500, { kind: 'status', status: 500 }],
] as const) {
  test(`an HTTP probe answered with ${status} is ${result.kind}`, async (t) => {
    const asked: unknown[] = [];
    const server = createHttpServer((request, response) => {
      asked.push([request.method, request.url]);
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    assert.deepEqual(await ask(await listening(t, server), HTTP), result);
    assert.deepEqual(asked, [['GET', '/health?deep=1']]);
  });
}

for (const [end, result] of [
  [{ exitCode: 0, lastLine: 'not yet' }, { kind: 'ready' }],
  [
    { exitCode: 2, lastLine: 'no database' },
    { kind: 'exit', exitCode: 2, lastLine: 'no database' },
  ],
] as const) {
  test(`a command that ends with ${end.exitCode} is ${result.kind}`, async () => {
    assert.deepEqual(await byCommand(async () => end), result);
  });
}

test('a command that is killed at the deadline, or cannot be run now, has not ended in time', async () => {
  const untilCalledOff: ProbeTarget['execute'] = async (_, signal) => {
    await once(signal, 'abort');
    throw signal.reason;
  };
  assert.deepEqual(await byCommand(untilCalledOff), { kind: 'timeout' });
  const isGone = () => Promise.reject(new RunnerError('engine_unavailable', 'no such container'));
  assert.deepEqual(await byCommand(isGone), { kind: 'timeout' });
});

function byCommand(execute: ProbeTarget['execute']): Promise<ProbeResult> {
  const target = { host: '127.0.0.1', port: 9, timeoutMs: 200, execute };
  return probe({ ...target, probe: { kind: 'exec', command: ['check'] } }, new AbortController().signal);
}

test('a port on which somebody listens is ready for the TCP probe', async (t) => {
  assert.deepEqual(await ask(await listening(t, createServer()), TCP), { kind: 'ready' });
});

test('a port on which nobody listens is refused', async (t) => {
  const server = createServer();
  const port = await listening(t, server);
  server.close();
  await once(server, 'close');
  assert.deepEqual(await ask(port, TCP), { kind: 'refused' });
  assert.deepEqual(await ask(port, HTTP), { kind: 'refused' });
});

test('a server that accepts and says nothing times out', async (t) => {
  assert.deepEqual(await ask(await listening(t, createServer()), HTTP), { kind: 'timeout' });
});

test('a server that hangs up or does not speak HTTP has answered, but not well', async (t) => {
  const hangingUp = createServer((socket) => socket.destroy());
  assert.deepEqual(await ask(await listening(t, hangingUp), HTTP), { kind: 'status', status: 0 });
  const mumbling = createServer((socket) => socket.end('220 mail\r\n'));
  assert.deepEqual(await ask(await listening(t, mumbling), HTTP), { kind: 'status', status: 0 });
});
