// What an engine may answer about images, by one that is made to: no registry is needed.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { imageOrder } from '#server/runner/contract-cases.ts';
import { Engine } from './engine.ts';
import { Images } from './images.ts';

const SILENT_MS = 200;

async function imagesOf(context: TestContext, answer: RequestListener): Promise<Images> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return new Images(new Engine(`tcp://127.0.0.1:${port}`), { pullSilentMs: SILENT_MS });
}

/** An engine without the image, whose pull is answered so. */
function pulling(pull: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method === 'POST') pull(request, response);
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"No such image"}');
  };
}

test('a reference that the engine refuses is a missing image, in its own words', async (context) => {
  const images = await imagesOf(context, (_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"invalid reference"}');
  });
  await assert.rejects(
    images.ensure(imageOrder('a/b:c'), () => {}, context.signal),
    { code: 'image_missing', message: 'invalid reference' },
  );
});

test('an engine that fails is asked again later', async (context) => {
  const images = await imagesOf(context, (_, response) => response.writeHead(500).end('{}'));
  await assert.rejects(
    images.ensure(imageOrder('a/b:c'), () => {}, context.signal),
    { code: 'engine_unavailable' },
  );
});

test('a pull that tells nothing more for too long is a missing image', {
  timeout: 5_000,
}, async (context) => {
  const images = await imagesOf(
    context,
    pulling((_, response) => response.writeHead(200).write('{"status":"Pulling from a/b","id":"c"}\n')),
  );
  await assert.rejects(
    images.ensure(imageOrder('a/b:c'), () => {}, context.signal),
    { code: 'image_missing', message: /no progress/i },
  );
});

test('a pull that is never answered is a missing image', { timeout: 5_000 }, async (context) => {
  const images = await imagesOf(
    context,
    pulling(() => {}),
  );
  await assert.rejects(
    images.ensure(imageOrder('a/b:c'), () => {}, context.signal),
    { code: 'image_missing', message: /no progress/i },
  );
});

test('a pull may take long as long as it tells how far it is', { timeout: 5_000 }, async (context) => {
  let isThere = false;
  const absent = pulling(async (_, response) => {
    response.writeHead(200);
    for (let tick = 0; tick < 6; tick += 1) {
      response.write('{"status":"Downloading","id":"x"}\n');
      await wait(SILENT_MS / 2);
    }
    isThere = true;
    response.end();
  });
  const images = await imagesOf(context, (request, response) => {
    if (!isThere) return absent(request, response);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"Id":"sha256:1","Size":1}');
  });
  const { image } = await images.ensure(imageOrder('a/b:c'), () => {}, context.signal);
  assert.equal(image, 'sha256:1');
});

test('calling a pull off ends it with the signal', { timeout: 5_000 }, async (context) => {
  const called = Promise.withResolvers<void>();
  const images = await imagesOf(
    context,
    pulling(() => called.resolve()),
  );
  const cancelled = new AbortController();
  const pull = images.ensure(imageOrder('a/b:c'), () => {}, cancelled.signal);
  await called.promise;
  cancelled.abort();
  await assert.rejects(pull, { name: 'AbortError' });
});
