import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProtocolOptions, rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { fieldOf, type RawMessage, statusOf } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { WEB_HOST } from '#server/gateway/test-gateway.ts';

/** RFC 9110 §7.6.1, and what RFC 9112 and custom add. */
const HOP_BY_HOP = ['keep-alive: timeout=5', 'proxy-connection: keep-alive', 'te: gzip', 'upgrade: h2c'];
const CLAIMS = [
  'x-forwarded-for: 6.6.6.6',
  'x-forwarded-proto: https',
  'x-forwarded-host: evil.test',
  'x-request-id: claimed',
];

test('fields of one hop, and those that Connection names, do not reach the instance', async (t) => {
  const { request } = await passed(t, [
    ...HOP_BY_HOP,
    'connection: keep-alive, X-Named',
    'Connection: x-named-too,, x-unsent',
    'x-named: 1',
    'X-Named-Too: 1',
    'x-kept: 1',
  ]);
  for (const name of [
    'keep-alive',
    'proxy-connection',
    'te',
    'upgrade',
    'x-named',
    'x-named-too',
    'x-unsent',
  ]) {
    assert.equal(fieldOf(request, name), undefined, name);
  }
  assert.doesNotMatch(fieldOf(request, 'connection') ?? '', /named/i);
  assert.equal(fieldOf(request, 'x-kept'), '1');
});

test('fields of one hop, and those that Connection names, do not reach the visitor', async (t) => {
  const { answer } = await passed(t, [], {}, [
    'connection: keep-alive, X-Named',
    'connection: x-named-too',
    'x-named: 1',
    'X-Named-Too: 1',
    'keep-alive: timeout=77',
    'proxy-connection: keep-alive',
    'proxy-authenticate: Basic',
    'upgrade: h2c',
    'x-kept: 1',
  ]);
  for (const name of ['proxy-connection', 'proxy-authenticate', 'upgrade', 'x-named', 'x-named-too']) {
    assert.equal(fieldOf(answer, name), undefined, name);
  }
  assert.doesNotMatch(fieldOf(answer, 'keep-alive') ?? '', /77/);
  assert.equal(fieldOf(answer, 'x-kept'), '1');
});

test('Connection cannot take away what frames, routes or authorizes a message', async (t) => {
  const named = 'host, content-length, authorization, cookie, x-forwarded-for, x-request-id';
  const { request } = await passed(t, [`connection: ${named}`, 'authorization: Basic eDp5', 'cookie: a=1']);
  assert.equal(fieldOf(request, 'host'), WEB_HOST);
  assert.equal(fieldOf(request, 'authorization'), 'Basic eDp5');
  assert.equal(fieldOf(request, 'cookie'), 'a=1');
  assert.equal(fieldOf(request, 'x-forwarded-for'), '127.0.0.1');
  assert.ok(fieldOf(request, 'x-request-id'));
});

test('other fields pass as they were written: order, case, doubles, empty and foreign values', async (t) => {
  const fields = [
    'X-B: 1',
    'x-a: 2',
    'X-b: 3',
    'x-empty:',
    'x-colon: a:b',
    'x-utf8: \xc3\xa9',
    'x-tab: a\tb',
  ];
  const own = (message: RawMessage) =>
    message.fields.filter(([name]) => /^x-(a|b|empty|colon|utf8|tab)$/i.test(name));
  const { request, answer } = await passed(t, fields, {}, fields);
  const expected = fields.map((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  assert.deepEqual(own(request), expected);
  assert.deepEqual(own(answer), expected);
});

test('the instance learns who asks, for which host, by which scheme, under which id; the answer has the id too', async (t) => {
  const { request, answer } = await passed(t, []);
  assert.equal(fieldOf(request, 'x-forwarded-for'), '127.0.0.1');
  assert.equal(fieldOf(request, 'x-forwarded-proto'), 'http');
  assert.equal(fieldOf(request, 'x-forwarded-host'), WEB_HOST);
  assert.match(fieldOf(request, 'x-request-id') ?? '', /^[\w-]{8,}$/);
  assert.equal(fieldOf(answer, 'x-request-id'), fieldOf(request, 'x-request-id'));
});

test("a visitor's own word on who asks counts for nothing", async (t) => {
  const { request, answer } = await passed(t, [
    ...CLAIMS,
    'X-Forwarded-For: 7.7.7.7',
    'forwarded: for=6.6.6.6',
    'x-real-ip: 6.6.6.6',
  ]);
  assert.equal(fieldOf(request, 'x-forwarded-for'), '127.0.0.1');
  assert.equal(fieldOf(request, 'x-forwarded-proto'), 'http');
  assert.equal(fieldOf(request, 'x-forwarded-host'), WEB_HOST);
  assert.notEqual(fieldOf(request, 'x-request-id'), 'claimed');
  assert.notEqual(fieldOf(answer, 'x-request-id'), 'claimed');
  assert.equal(fieldOf(request, 'forwarded'), undefined);
  assert.notEqual(fieldOf(request, 'x-real-ip'), '6.6.6.6');
});

for (const trustedProxies of [['127.0.0.1'], ['127.0.0.0/8'], ['10.0.0.0/8', '::1', '127.0.0.1/32']]) {
  test(`the word of a proxy among ${trustedProxies} counts`, async (t) => {
    const { request, answer } = await passed(t, CLAIMS, { trustedProxies });
    assert.equal(fieldOf(request, 'x-forwarded-for'), '6.6.6.6, 127.0.0.1');
    assert.equal(fieldOf(request, 'x-forwarded-proto'), 'https');
    assert.equal(fieldOf(request, 'x-forwarded-host'), 'evil.test');
    assert.equal(fieldOf(request, 'x-request-id'), 'claimed');
    assert.equal(fieldOf(answer, 'x-request-id'), 'claimed');
  });
}

test('a trusted proxy that says nothing is described as any visitor is', async (t) => {
  const { request } = await passed(t, [], { trustedProxies: ['127.0.0.1'] });
  assert.equal(fieldOf(request, 'x-forwarded-for'), '127.0.0.1');
  assert.equal(fieldOf(request, 'x-forwarded-proto'), 'http');
  assert.equal(fieldOf(request, 'x-forwarded-host'), WEB_HOST);
  assert.ok(fieldOf(request, 'x-request-id'));
});

test('addresses that are not those of the visitor give it no trust', async (t) => {
  const { request } = await passed(t, CLAIMS, {
    trustedProxies: ['128.0.0.0/8', '127.0.0.2', '::ffff:0:0/128'],
  });
  assert.equal(fieldOf(request, 'x-forwarded-for'), '127.0.0.1');
  assert.equal(fieldOf(request, 'x-forwarded-proto'), 'http');
});

test('names with an underscore that would pass for others are dropped, and only those', async (t) => {
  const colliding = [
    'X_Forwarded_For: 6.6.6.6',
    'x-forwarded_for: 6.6.6.6',
    'x_forwarded_proto: https',
    'X_Request_Id: claimed',
    'x_cloudberth_version: v9',
    'Content_Length: 5',
    'Transfer_Encoding: chunked',
    'x_twin: 1',
  ];
  const { request } = await passed(t, [...colliding, 'x-twin: 2', 'x_alone: 3']);
  const names = request.fields.map(([name]) => name.toLowerCase()).filter((name) => name.includes('_'));
  assert.deepEqual(names, ['x_alone']);
  assert.equal(fieldOf(request, 'x-twin'), '2');
});

test('what is reserved for the gateway cannot be said by either side', async (t) => {
  const { request, answer } = await passed(t, ['x-cloudberth-version: v9'], {}, ['x-cloudberth-version: v9']);
  assert.equal(fieldOf(request, 'x-cloudberth-version'), undefined);
  assert.equal(fieldOf(answer, 'x-cloudberth-version'), 'web-v1');
});

/** One exchange with these fields: the request as the instance got it, the answer as the visitor got it. */
async function passed(
  t: Parameters<typeof rawBerth>[0],
  fields: string[],
  options: ProtocolOptions = {},
  answerFields: string[] = [],
): Promise<{ request: RawMessage; answer: RawMessage }> {
  const seen = Promise.withResolvers<RawMessage>();
  const reply = (request: RawMessage) => {
    seen.resolve(request);
    return answerOf('ok', answerFields);
  };
  const { visitor } = await rawBerth(t, reply, options);
  const connection = await visitor();
  connection.send(requestOf('POST /', [...fields, 'content-length: 2'], 'hi'));
  const answer = await connection.answer();
  assert.deepEqual([statusOf(answer), answer.body], [200, 'ok']);
  const request = await seen.promise;
  assert.equal(request.body, 'hi');
  return { request, answer };
}
