import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '#server/runner/contract-cases.ts';

const PROGRAM = fileURLToPath(new URL('./relay.mjs', import.meta.url));

type Target = { host: string; port: number };
type Table = { listeners: { port: number; turns: string[] }[]; targets: Record<string, Target[]> };

/** The program with a table of its own. */
class Relay implements AsyncDisposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'berth-relay-'));
  readonly #file = path.join(this.#folder, 'table.json');
  readonly #process: ChildProcess;
  /** What it printed, line by line. */
  readonly told: string[] = [];

  constructor(table: Table) {
    this.give(JSON.stringify(table));
    const child = spawn(process.execPath, [PROGRAM, this.#file], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => this.told.push(line));
    this.#process = child;
  }

  give(table: string): void {
    writeFileSync(this.#file, table);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await once(this.#process, 'exit');
    rmSync(this.#folder, { recursive: true });
  }
}

/** Says its name, then all that it was told once that has ended. */
class Echo implements AsyncDisposable {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  constructor(name: string) {
    this.#server = net.createServer({ allowHalfOpen: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.write(name);
      text(socket).then(
        (said) => socket.end(said),
        () => {},
      );
    });
    this.#server.listen(0, '127.0.0.1');
  }

  async target(): Promise<Target> {
    if (!this.#server.listening) await once(this.#server, 'listening');
    return { host: '127.0.0.1', port: (this.#server.address() as net.AddressInfo).port };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.#server.close(done));
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A connection that stays; gives what it was greeted with. Null where it is refused or broken off. */
async function open(port: number): Promise<{ socket: net.Socket; greeting: string } | null> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const greeted = once(socket, 'data').then(([data]) => ({ socket, greeting: String(data) }));
  const failed = new Promise<null>((done) => socket.once('error', () => done(null)));
  return Promise.race([greeted.catch(() => null), failed]);
}

function opened(port: number) {
  return eventually(`${port} answers`, () => open(port));
}

/** Greetings of connections that come one after another. */
async function greetings(port: number, count: number): Promise<string> {
  let all = '';
  for (let n = 0; n < count; n += 1) {
    const { socket, greeting } = (await open(port)) ?? { socket: null, greeting: '-' };
    all += greeting;
    socket?.destroy();
  }
  return all;
}

test('connections follow the turns exactly', async () => {
  await using a = new Echo('a');
  await using b = new Echo('b');
  const port = await freePort();
  const targets = { one: [await a.target()], two: [await b.target()] };
  await using relay = new Relay({ listeners: [{ port, turns: ['one', 'one', 'two', 'one'] }], targets });
  (await opened(port)).socket.destroy();
  assert.equal(await greetings(port, 8), 'abaaabaa');
  relay.give(JSON.stringify({ listeners: [{ port, turns: ['two'] }], targets }));
  await eventually('the new table is followed', async () => (await greetings(port, 4)) === 'bbbb');
});

test('a new connection goes to the instance with the fewest', async () => {
  await using a = new Echo('a');
  await using b = new Echo('b');
  const port = await freePort();
  await using _ = new Relay({
    listeners: [{ port, turns: ['one'] }],
    targets: { one: [await a.target(), await b.target()] },
  });
  const held = [await opened(port), await opened(port), await opened(port), await opened(port)];
  assert.deepEqual(held.map(({ greeting }) => greeting).toSorted(), ['a', 'a', 'b', 'b']);
  for (const { socket, greeting } of held) if (greeting === 'a') socket.destroy();
  await eventually('both go to the emptied one', async () => {
    const two = [await opened(port), await opened(port)];
    const names = two.map(({ greeting }) => greeting).join('');
    if (names !== 'aa') for (const { socket } of two) socket.destroy();
    return names === 'aa';
  });
});

test('an instance that refuses is passed over, and where all refuse the connection is reset', async () => {
  await using a = new Echo('a');
  const [port, dead, lone] = [await freePort(), await freePort(), await freePort()];
  const gone = { host: '127.0.0.1', port: dead };
  await using _ = new Relay({
    listeners: [
      { port, turns: ['one'] },
      { port: lone, turns: ['two'] },
    ],
    targets: { one: [gone, await a.target()], two: [gone] },
  });
  (await opened(port)).socket.destroy();
  assert.equal(await greetings(port, 4), 'aaaa');
  assert.equal(await greetings(lone, 2), '--');
});

test('the end of one side is told to the other, whose answer still arrives', async () => {
  await using a = new Echo('a');
  const port = await freePort();
  await using _ = new Relay({ listeners: [{ port, turns: ['one'] }], targets: { one: [await a.target()] } });
  const { socket } = await opened(port);
  const long = 'x'.repeat(300_000);
  socket.end(long);
  assert.equal(await text(socket), long);
});

test('a connection outlives a table without its instance, and its port', async () => {
  await using a = new Echo('a');
  const [port, other] = [await freePort(), await freePort()];
  await using relay = new Relay({
    listeners: [{ port, turns: ['one'] }],
    targets: { one: [await a.target()] },
  });
  const { socket } = await opened(port);
  relay.give(JSON.stringify({ listeners: [{ port: other, turns: ['one'] }], targets: {} }));
  await eventually('nobody listens any more', async () => (await open(port)) === null);
  socket.end('still there');
  assert.equal(await text(socket), 'still there');
});

test('it tells which instances left its table, until their last connection has ended', async () => {
  await using a = new Echo('a');
  await using b = new Echo('b');
  const port = await freePort();
  const [from, to] = [await a.target(), await b.target()];
  const listeners = [{ port, turns: ['one'] }];
  await using relay = new Relay({ listeners, targets: { one: [from] } });
  const key = ({ host, port }: Target) => `${host}:${port}`;
  const says = (listed: Target, leaving: Target[]) => {
    const line = JSON.stringify({ listed: [key(listed)], leaving: leaving.map(key) });
    return eventually(`it says ${line}`, async () => relay.told.at(-1) === line);
  };
  const { socket } = await opened(port);
  const second = await opened(port);
  await says(from, []);
  relay.give(JSON.stringify({ listeners, targets: { one: [to] } }));
  await says(to, [from]);
  second.socket.destroy();
  assert.equal((await opened(port)).greeting, 'b');
  socket.end('done');
  assert.equal(await text(socket), 'done');
  await says(to, []);
  assert.equal(relay.told.length, 3, 'nothing is said twice');
});

test('a table that is half written changes nothing', async () => {
  await using a = new Echo('a');
  const [port, marker] = [await freePort(), await freePort()];
  const targets = { one: [await a.target()] };
  const whole = { listeners: [{ port, turns: ['one'] }], targets };
  await using relay = new Relay(whole);
  (await opened(port)).socket.destroy();
  relay.give(JSON.stringify(whole).slice(0, -10));
  assert.equal(await greetings(port, 3), 'aaa');
  relay.give(JSON.stringify({ listeners: [...whole.listeners, { port: marker, turns: ['one'] }], targets }));
  assert.equal((await opened(marker)).greeting, 'a');
});
