import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import type { RawPeer } from '#server/gateway/protocol/raw-peer.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { until } from '#server/gateway/test-gateway.ts';

const MIB = 1024 * 1024;
const TOTAL = 96 * MIB;
/** What the kernel's buffers of four sockets take at most, and a little for the gateway. */
const HELD = 40 * MIB;
const PIECE = Buffer.from(Array.from({ length: 64 * 1024 }, (_, index) => (index * 31) % 251));

for (const [name, framing, frame] of [
  ['of a known length', `content-length: ${TOTAL}`, (piece: Buffer) => piece],
  ['chunked', 'transfer-encoding: chunked', chunk],
] as const) {
  test(`a visitor who does not read holds an answer ${name} back at its instance, and gets it whole later`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('GET /'));
    const atInstance = await instance.connection();
    await atInstance.request();
    connection.socket.pause();
    atInstance.send(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n`);
    const source = pour(atInstance.socket, frame);
    await assertHeld(source);
    const got = digest(connection, framing);
    connection.socket.resume();
    await source.done;
    if (framing === 'transfer-encoding: chunked') atInstance.send('0\r\n\r\n');
    assert.deepEqual(await got, expected());
  });

  test(`an instance that does not read holds a body ${name} back at the visitor, and gets it whole later`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('POST /', [framing]));
    const source = pour(connection.socket, frame);
    const atInstance = await instance.connection();
    atInstance.socket.pause();
    await assertHeld(source);
    const got = digest(atInstance, framing);
    atInstance.socket.resume();
    await source.done;
    if (framing === 'transfer-encoding: chunked') connection.send('0\r\n\r\n');
    assert.deepEqual(await got, expected());
  });
}

test('bytes after an upgrade are held back as well', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('GET /', ['connection: upgrade', 'upgrade: echo']));
  const atInstance = await instance.connection();
  await atInstance.request();
  atInstance.send('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n');
  await connection.answer();
  for (const [from, to] of [
    [atInstance, connection],
    [connection, atInstance],
  ] as const) {
    to.socket.pause();
    const source = pour(from.socket, (piece) => piece);
    await assertHeld(source);
    const got = digest(to, '');
    to.socket.resume();
    await source.done;
    assert.deepEqual(await got, expected());
  }
});

type Source = { sent: () => number; done: Promise<void> };

/** Writes all pieces as fast as they are taken. */
function pour(socket: Socket, frame: (piece: Buffer) => Buffer): Source {
  let sent = 0;
  const done = (async () => {
    while (sent < TOTAL) {
      const piece = pieceAt(sent);
      sent += piece.length;
      if (!socket.write(frame(piece))) await once(socket, 'drain');
    }
  })();
  done.catch(() => {}); // Whoever waits for it hears of it.
  return { sent: () => sent, done };
}

/** The source stands still long before its end, and the memory of this process, gateway included, has not grown. */
async function assertHeld({ sent }: Source): Promise<void> {
  const before = process.memoryUsage.rss();
  let last = -1;
  let since = performance.now();
  await until(() => {
    if (sent() !== last) since = performance.now();
    last = sent();
    return performance.now() - since > 200;
  }, 20_000);
  assert.ok(sent() < HELD, `${sent()} bytes were taken`);
  const grown = process.memoryUsage.rss() - before;
  assert.ok(grown < HELD, `memory grew by ${grown} bytes`);
}

/** Hash and length of the peer's next message without its head and its chunks' lines, up to the last piece. */
function digest(peer: RawPeer, framing: string): Promise<{ bytes: number; hash: string }> {
  const hash = createHash('sha256');
  const unframe = framing.startsWith('transfer-encoding') ? unchunk() : (data: Buffer) => [data];
  let head: string | undefined = framing === '' ? undefined : '';
  let bytes = 0;
  return new Promise((resolve) => {
    const onData = (data: Buffer) => {
      const body = bodyPart(data);
      for (const piece of body ? unframe(body) : []) {
        hash.update(piece);
        bytes += piece.length;
      }
      if (bytes >= TOTAL) resolve({ bytes, hash: hash.digest('hex') });
    };
    const bodyPart = (data: Buffer): Buffer | undefined => {
      if (head === undefined) return data;
      head += data.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return undefined;
      const body = Buffer.from(head.slice(end + 4), 'latin1');
      head = undefined;
      return body;
    };
    peer.socket.removeAllListeners('data'); // The peer would keep all of it.
    peer.socket.on('data', onData);
    if (framing !== '') onData(Buffer.from(peer.rest, 'latin1'));
  });
}

function expected(): { bytes: number; hash: string } {
  const hash = createHash('sha256');
  for (let bytes = 0; bytes < TOTAL; bytes += PIECE.length) hash.update(pieceAt(bytes));
  return { bytes: TOTAL, hash: hash.digest('hex') };
}

/** No two are alike, so that none can stand in the place of another. */
function pieceAt(offset: number): Buffer {
  const piece = Buffer.from(PIECE);
  for (let at = 0; at < piece.length; at += 1024) piece.writeUInt32BE(offset + at, at);
  return piece;
}

function chunk(piece: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
}

/** Takes chunk lines out of a stream, however it is cut. */
function unchunk(): (data: Buffer) => Buffer[] {
  let line = '';
  let left = 0;
  return (data) => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < data.length; ) {
      if (left > 0) {
        const piece = data.subarray(at, at + left);
        pieces.push(piece);
        left -= piece.length;
        at += piece.length;
      } else {
        line += String.fromCharCode(data[at] ?? 0);
        at += 1;
        const size = /^(?:\r\n)?([0-9a-f]+)\r\n$/i.exec(line)?.[1];
        if (size === undefined) continue;
        left = Number.parseInt(size, 16);
        line = '';
      }
    }
    return pieces;
  };
}
