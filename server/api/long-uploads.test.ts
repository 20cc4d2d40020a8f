import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { letUploadsTakeLong } from '#server/api/long-uploads.ts';

/** The status of an upload of ten bytes that takes this long, where only 100 ms are given. */
async function statusOf(context: TestContext, takesMs: number): Promise<number> {
  const times = { requestTimeout: 100, headersTimeout: 50, connectionsCheckingInterval: 20 };
  const server = createServer(times, async (incoming, outgoing) => {
    const body = await text(incoming).catch(() => '');
    if (body.length === 10) outgoing.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': 10 } });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => {}); // Waited for below.
  sent.on('error', () => {});
  for (let byte = 0; byte < 10; byte += 1) {
    sent.write('x');
    await wait(takesMs / 10);
  }
  sent.end();
  const [response] = await answered;
  response.resume();
  return response.statusCode ?? 0;
}

test('an upload may take longer than Node gives a request by itself', async (context) => {
  assert.equal(await statusOf(context, 400), 408);
  letUploadsTakeLong(5_000);
  assert.equal(await statusOf(context, 400), 200);
});
