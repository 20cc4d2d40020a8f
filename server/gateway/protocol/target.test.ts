import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { statusOf, targetOf } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { assertRefused } from '#server/gateway/protocol/refused.ts';
import { WEB_HOST } from '#server/gateway/test-gateway.ts';

test('a whole URL as target names the host, and Host says the same to the instance', async (t) => {
  const { visitor } = await rawBerth(t, (request) =>
    answerOf(`${request.fields.filter(([name]) => /^host$/i.test(name)).join(' ')} ${targetOf(request)}`),
  );
  for (const [target, path] of [
    [`http://${WEB_HOST}/path?x=1`, '/path?x=1'],
    [`HTTP://${WEB_HOST}/`, '/'],
    [`http://${WEB_HOST}`, '/'],
    [`http://${WEB_HOST}?x=1`, '/?x=1'],
  ] as const) {
    const connection = await visitor();
    connection.send(`GET ${target} HTTP/1.1\r\nhost: other.test\r\n\r\n`);
    const { body } = await connection.answer();
    assert.equal(body.toLowerCase(), `host,${WEB_HOST} ${path}`, target);
  }
});

test('CONNECT is refused, the connection closed, and nothing sent to an instance', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => answerOf('never'));
  for (const target of [`${WEB_HOST}:80`, '/', `http://${WEB_HOST}/`]) {
    const connection = await visitor();
    connection.send(`CONNECT ${target} HTTP/1.1\r\nhost: ${WEB_HOST}\r\n\r\n${requestOf('GET /inner')}`);
    const status = statusOf(await connection.answer());
    assert.ok(status === 405 || status === 400 || status === 501, `${target}: ${status}`);
    assert.equal(await connection.ended(), '');
  }
  assert.equal(instance.heard, '');
});

test('OPTIONS * is about the server: no instance takes it for a path', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => answerOf('ok'));
  const connection = await visitor();
  connection.send(requestOf('OPTIONS *'));
  const answer = await connection.answer();
  assert.ok([200, 204, 400].includes(statusOf(answer)), answer.start);
  assert.ok(['', 'OPTIONS *'].includes(instance.requestLines.join()), instance.heard);
});

const LINES = [
  'GET *',
  'GET ',
  'GET  /',
  'GET /a b',
  'GET /\ta',
  'GET path',
  'GET http:///path',
  `GET http://user@${WEB_HOST}/`,
  `GET http://${WEB_HOST}:port/`,
  `GET ftp://${WEB_HOST}/`,
  'GET ?x=1',
];

const HOSTS: Record<string, string[]> = {
  'without Host': [],
  'with an empty Host': ['host:'],
  'with two Hosts': [`host: ${WEB_HOST}`, 'host: other.test'],
  'with the same Host twice': [`host: ${WEB_HOST}`, `host: ${WEB_HOST}`],
  'with two hosts in one Host': [`host: ${WEB_HOST}, other.test`],
  'with a space in Host': [`host: ${WEB_HOST} x`],
  'with a path in Host': [`host: ${WEB_HOST}/path`],
  'with a query in Host': [`host: ${WEB_HOST}?x`],
  'with a fragment in Host': [`host: ${WEB_HOST}#x`],
  'with a user in Host': [`host: user@${WEB_HOST}`],
  'with a word for a port in Host': [`host: ${WEB_HOST}:http`],
  'with two ports in Host': [`host: ${WEB_HOST}:80:80`],
  'with half an IPv6 address in Host': ['host: [::1'],
  'with a backslash in Host': [`host: ${WEB_HOST}\\x`],
  'with Host in quotes': [`host: "${WEB_HOST}"`],
};

test('what has no place to go gets 400 and a closed connection, and no instance hears of it', async (t) => {
  const berth = await rawBerth(t, () => answerOf('never'));
  for (const line of LINES) {
    await t.test(`'${line.replaceAll('\t', '\\t')}'`, () => assertRefused(berth, requestOf(line)));
  }
  for (const [name, fields] of Object.entries(HOSTS)) {
    const request = `${['GET / HTTP/1.1', ...fields].join('\r\n')}\r\n\r\n`;
    await t.test(`a request ${name}`, () => assertRefused(berth, request));
  }
  for (const [name, request] of [
    [
      'two Hosts beside a whole URL',
      `GET http://${WEB_HOST}/ HTTP/1.1\r\nhost: a.test\r\nhost: b.test\r\n\r\n`,
    ],
    ['a malformed Host beside a whole URL', `GET http://${WEB_HOST}/ HTTP/1.1\r\nhost: a b\r\n\r\n`],
    ['a whole URL without Host', `GET http://${WEB_HOST}/ HTTP/1.1\r\n\r\n`],
    ['HTTP/1.0 without Host', 'GET / HTTP/1.0\r\n\r\n'],
  ] as const) {
    await t.test(name, () => assertRefused(berth, request));
  }
});
