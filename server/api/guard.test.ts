import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { openDoor } from '#server/api/door.ts';
import { trustedProxies } from '#server/trusted-proxies.ts';

let data: TemporaryData;
let server: Server;
let close: () => void;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  // The tests are the proxy, so that each has a visitor's address of its own.
  openDoor({
    isTrusted: trustedProxies(['127.0.0.1']),
    isHttps: false,
    isDev: false,
    shell: { port: 0, url: null, consoleOrigin: null },
  });
  const { answerTrpc } = await import('#server/api/answer-trpc.ts');
  close = (await import('#server/api/console-state.ts')).closeConsole;
  server = await serve(answerTrpc);
});

after(() => {
  server.closeAllConnections();
  server.close();
  close();
  data[Symbol.dispose]();
});

/** As Next hands requests to a route handler. */
async function serve(handle: (request: Request) => Promise<Response>): Promise<Server> {
  const listening = createServer(async (incoming, outgoing) => {
    const body = incoming.method === 'POST' ? (Readable.toWeb(incoming) as unknown as ReadableStream) : null;
    const headers = new Headers(incoming.headers as Record<string, string>);
    const init = { method: incoming.method, headers, body, duplex: 'half' } as RequestInit;
    const answer = await handle(new Request(`http://${incoming.headers.host}${incoming.url}`, init));
    outgoing
      .writeHead(answer.status, { ...Object.fromEntries(answer.headers), connection: 'close' })
      .end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return listening;
}

function origin(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let addresses = 0;

function newAddress(): string {
  addresses += 1;
  return `192.0.2.${addresses}`;
}

type Write = { headers?: Record<string, string>; body?: string; address?: string };

async function write({ headers = {}, body = '{}', address = newAddress() }: Write = {}) {
  const own = { origin: origin(), 'content-type': 'application/json', 'x-forwarded-for': address };
  const sent = { method: 'POST', body, headers: { ...own, ...headers } };
  const response = await fetch(`${origin()}/api/trpc/setup.createOwner`, sent);
  const text = await response.text();
  return { status: response.status, code: codeIn(text), text, headers: response.headers };
}

function codeIn(text: string): string | undefined {
  return JSON.parse(text).error?.data?.problem?.code;
}

for (const [promise, sent, status, code] of [
  ['JSON that breaks off is no body', { body: '{"a":' }, 400, 'body_malformed'],
  [
    'nor is anything else but JSON',
    { body: 'a=1', headers: { 'content-type': 'text/plain' } },
    415,
    'body_not_json',
  ],
  [
    'what a form sends is not read',
    { headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    415,
    'body_not_json',
  ],
  [
    'a body that tells a length above the limit',
    { body: `"${'x'.repeat(2_200_000)}"` },
    413,
    'body_too_large',
  ],
  ['a page of a service beside us', { headers: { origin: 'http://evil.localhost' } }, 403, 'foreign_origin'],
  ['a form of such a page', { headers: { 'sec-fetch-site': 'same-site' } }, 403, 'foreign_origin'],
] as const) {
  test(`refused with a code, and without a word of the inside: ${promise}`, async () => {
    const answer = await write(sent);
    assert.deepEqual([answer.status, answer.code], [status, code]);
    assert.doesNotMatch(answer.text, /at .*\(|node_modules|\.ts|SELECT|SQLITE|stack/i);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });
}

test('a body without a length is cut off while it comes', async () => {
  const headers = { origin: origin(), 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
  const sending = request(`${origin()}/api/trpc/setup.createOwner`, { method: 'POST', headers });
  sending.on('error', () => {}); // The server hangs up on what nobody reads.
  const answered = once(sending, 'response');
  let sent = 0;
  const piece = Buffer.alloc(64 * 1024, '"');
  function send(): void {
    while (sent < 64 * 1024 * 1024 && !sending.destroyed) {
      sent += piece.length;
      if (!sending.write(piece)) return;
    }
  }
  sending.on('drain', send);
  send();
  const [response] = await answered;
  assert.equal(response.statusCode, 413);
  const { error } = (await json(response)) as { error: { data: { problem: { code: string } } } };
  assert.equal(error.data.problem.code, 'body_too_large');
  assert.ok(sent < 16 * 1024 * 1024, `${sent} bytes were taken`);
  sending.destroy();
});

test('a stranger who tries again and again is told when to come back, and nobody else is', async () => {
  const address = newAddress();
  const answers = [];
  for (let index = 0; index < 62; index += 1) answers.push(await write({ address }));
  const refused = answers.filter(({ code }) => code === 'too_many_requests');
  assert.ok(refused.length > 0 && refused.length <= 2, `${refused.length} refused`);
  assert.equal(refused[0]?.status, 429);
  assert.match(refused[0]?.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  assert.notEqual((await write()).status, 429);
});

test('a batch counts as what is in it', async () => {
  const calls = new Array(40).fill('setup.createOwner').join(',');
  const ask = () =>
    fetch(`${origin()}/api/trpc/${calls}?batch=1`, {
      method: 'POST',
      body: '{}',
      headers: { origin: origin(), 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.1' },
    }).then(({ status }) => status);
  assert.notEqual(await ask(), 429);
  assert.equal(await ask(), 429);
});
