import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Deadlines } from '#server/gateway/deadlines.ts';
import { takeBuffer } from '#server/gateway/read-buffers.ts';
import { until } from '#server/gateway/test-gateway.ts';
import { type Carried, UpstreamConnection } from '#server/gateway/upstream-connection.ts';

const FAR_MS = 60_000;
const MORE_THAN_THE_KERNEL_HOLDS = Buffer.alloc(32 * 1024 * 1024);

test('a connection whose bytes a slow visitor still has to take is not free, and nobody else gets its buffer', async (t) => {
  const { connection, instance, reads, gone } = await carrying(t);
  connection.takeOwnBuffer();
  instance.write('one');
  await until(() => reads.length === 1);
  instance.write('two');
  await until(() => reads.length === 2);
  const lent = reads[1] as Buffer;
  assert.equal(connection.owns(lent), true);
  connection.pause();
  assert.equal(connection.isFree, false);
  connection.resume();
  assert.equal(connection.isFree, true);
  connection.pause();
  connection.destroy();
  await gone;
  assert.ok(takeBuffer() !== lent);
});

test('the buffer of a connection that nobody waits for is used again', async (t) => {
  const { connection, instance, reads, gone } = await carrying(t);
  connection.takeOwnBuffer();
  for (const text of ['one', 'two']) {
    const count = reads.length;
    instance.write(text);
    await until(() => reads.length > count);
  }
  connection.destroy();
  await gone;
  assert.ok(takeBuffer() === reads[1]);
});

test('a connection with bytes that the instance does not take is not free', async (t) => {
  const { connection, instance } = await carrying(t);
  assert.equal(connection.isFree, true);
  instance.pause();
  assert.equal(connection.writeKept(MORE_THAN_THE_KERNEL_HOLDS), false);
  assert.equal(connection.isFree, false);
});

/** An open connection, the instance's side of it, and the buffers that it read to. */
async function carrying(t: TestContext) {
  const reads: Buffer[] = [];
  const server = createServer().listen(0);
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const { port } = server.address() as AddressInfo;
  const deadlines = new Deadlines(FAR_MS);
  const { promise: gone, resolve } = Promise.withResolvers<unknown>();
  const to = { host: '127.0.0.1', port };
  const connection = new UpstreamConnection(to, { dialMs: FAR_MS }, deadlines, resolve);
  const nothing = () => {};
  const carried: Carried = {
    ...{ onDialled: nothing, onEnded: nothing, onLost: nothing, onOverdue: nothing, onDrained: nothing },
    onBytes: (bytes) => void reads.push(bytes),
  };
  connection.carry(carried);
  const [instance] = (await accepted) as [Socket];
  await until(() => connection.isOpen);
  t.after(() => {
    connection.destroy();
    deadlines.close();
    instance.destroy();
    server.close();
  });
  return { connection, instance: instance.resume(), reads, gone };
}
