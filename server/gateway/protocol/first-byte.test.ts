import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const EVENTS = 21;

for (const [name, framing, frame] of [
  [
    'chunked',
    'transfer-encoding: chunked\r\n',
    (data: string) => `${data.length.toString(16)}\r\n${data}\r\n`,
  ],
  ['that ends with its connection', '', (data: string) => data],
] as const) {
  test(`events of a stream ${name} pass within 20 ms, head and first event included`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('GET /events'));
    const atInstance = await instance.connection();
    await atInstance.request();
    const waits: number[] = [];
    const passes = async (bytes: string, seen: string) => {
      const sentAt = performance.now();
      atInstance.send(bytes);
      while (!connection.heard.includes(seen)) await once(connection.socket, 'data');
      waits.push(performance.now() - sentAt);
    };
    await passes(`HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n${framing}\r\n`, '\r\n\r\n');
    for (let event = 1; event < EVENTS; event += 1) {
      await passes(frame(`data: ${event}\n\n`), `data: ${event}\n\n`);
    }
    // The median, because a busy machine may hold up any single one.
    waits.sort((a, b) => a - b);
    assert.ok((waits[EVENTS >> 1] ?? 0) < 20, `median ${waits[EVENTS >> 1]} ms`);
  });
}

test('an event is not held back for the one behind it', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('GET /events'));
  const atInstance = await instance.connection();
  await atInstance.request();
  atInstance.send('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx');
  await connection.until(() => connection.heard.endsWith('\r\n\r\nx'));
});
