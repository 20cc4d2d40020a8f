// Bytes that have no place in a head, or that servers read in two ways (RFC 9112 §2.2, §3, §5; RFC 9110 §5).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { targetOf } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { assertRefused } from '#server/gateway/protocol/refused.ts';
import { WEB_HOST } from '#server/gateway/test-gateway.ts';

/** All but the tab; line ends have tests of their own. */
const CONTROLS = Array.from({ length: 0x20 }, (_, code) => code)
  .filter((code) => ![0x09, 0x0a, 0x0d].includes(code))
  .concat(0x7f);

const host = `host: ${WEB_HOST}`;

const HEADS: Record<string, string> = {
  'a bare CR in a value': `GET / HTTP/1.1\r\n${host}\r\nx-a: b\rc\r\n\r\n`,
  'a bare CR before the line end': `GET / HTTP/1.1\r\n${host}\r\nx-a: b\r\r\n\r\n`,
  'a bare CR in a name': `GET / HTTP/1.1\r\n${host}\r\nx-\ra: b\r\n\r\n`,
  'a bare CR in the target': `GET /\ra HTTP/1.1\r\n${host}\r\n\r\n`,
  'a request line that ends with CR alone': `GET / HTTP/1.1\r${host}\r\n\r\n`,
  'a line that begins with a bare CR': `GET / HTTP/1.1\r\n${host}\r\n\rx-a: b\r\n\r\n`,
  'a bare LF in a value': `GET / HTTP/1.1\r\n${host}\r\nx-a: b\nx-c: d\r\n\r\n`,
  'a request line that ends with LF alone': `GET / HTTP/1.1\n${host}\r\n\r\n`,
  'lines that all end with LF alone': `GET / HTTP/1.1\n${host}\n\n`,
  'a head that ends with LF LF': `GET / HTTP/1.1\r\n${host}\r\nx-a: b\n\n`,
  'a head that ends with LF CR LF': `GET / HTTP/1.1\r\n${host}\n\r\n`,
  'a folded value': `GET / HTTP/1.1\r\n${host}\r\nx-a: b\r\n c\r\n\r\n`,
  'a value folded with a tab': `GET / HTTP/1.1\r\n${host}\r\nx-a: b\r\n\tc\r\n\r\n`,
  'a first line that is folded': `GET / HTTP/1.1\r\n ${host}\r\n${host}\r\n\r\n`,
  'a space before the colon': `GET / HTTP/1.1\r\n${host}\r\nx-a : b\r\n\r\n`,
  'a tab before the colon': `GET / HTTP/1.1\r\n${host}\r\nx-a\t: b\r\n\r\n`,
  'a space in a name': `GET / HTTP/1.1\r\n${host}\r\nx a: b\r\n\r\n`,
  'a line without a colon': `GET / HTTP/1.1\r\n${host}\r\nx-a\r\n\r\n`,
  'a line without a name': `GET / HTTP/1.1\r\n${host}\r\n: b\r\n\r\n`,
  'quotes in a name': `GET / HTTP/1.1\r\n${host}\r\n"x-a": b\r\n\r\n`,
  'a slash in a name': `GET / HTTP/1.1\r\n${host}\r\nx/a: b\r\n\r\n`,
  'a byte above ASCII in a name': `GET / HTTP/1.1\r\n${host}\r\nx-\xe9: b\r\n\r\n`,
  'a pseudo-header of HTTP/2': `GET / HTTP/1.1\r\n${host}\r\n:path: /other\r\n\r\n`,
  'a method in quotes': `"GET" / HTTP/1.1\r\n${host}\r\n\r\n`,
  'a method with a colon': `GET: / HTTP/1.1\r\n${host}\r\n\r\n`,
  'no method': ` / HTTP/1.1\r\n${host}\r\n\r\n`,
  'no version': `GET /\r\n${host}\r\n\r\n`,
  'a version in small letters': `GET / http/1.1\r\n${host}\r\n\r\n`,
  'a version with a comma': `GET / HTTP/1,1\r\n${host}\r\n\r\n`,
  'a version with two digits': `GET / HTTP/1.10\r\n${host}\r\n\r\n`,
  'a version with a zero before it': `GET / HTTP/01.1\r\n${host}\r\n\r\n`,
  'two spaces behind the target': `GET /  HTTP/1.1\r\n${host}\r\n\r\n`,
  'a space behind the version': `GET / HTTP/1.1 \r\n${host}\r\n\r\n`,
  'a tab for a space': `GET\t/\tHTTP/1.1\r\n${host}\r\n\r\n`,
  'a space before the method': ` GET / HTTP/1.1\r\n${host}\r\n\r\n`,
  'TLS on a port without': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
  nonsense: 'nonsense\r\n\r\n',
};

test('a malformed head gets 400 and a closed connection, and no instance hears of it', async (t) => {
  const berth = await rawBerth(t, () => answerOf('never'));
  for (const [name, head] of Object.entries(HEADS)) {
    await t.test(name, () => assertRefused(berth, head));
  }
  for (const code of CONTROLS) {
    const [byte, hex] = [String.fromCharCode(code), `0x${code.toString(16).padStart(2, '0')}`];
    await t.test(`${hex} in a value`, () => assertRefused(berth, requestOf('GET /', [`x-a: b${byte}c`])));
    await t.test(`${hex} in a name`, () => assertRefused(berth, requestOf('GET /', [`x-${byte}a: b`])));
    await t.test(`${hex} in the target`, () => assertRefused(berth, requestOf(`GET /a${byte}b`)));
    await t.test(`${hex} in Host`, () => assertRefused(berth, `GET / HTTP/1.1\r\n${host}${byte}\r\n\r\n`));
    await t.test(`${hex} in the method`, () => assertRefused(berth, requestOf(`G${byte}ET /`)));
  }
});

test('another version of HTTP is not guessed at', async (t) => {
  const berth = await rawBerth(t, () => answerOf('never'));
  for (const version of ['0.9', '1.2', '2.0', '3.0', '9.9']) {
    await t.test(version, () => assertRefused(berth, requestOf('GET /', [], '', version), [400, 505]));
  }
  await t.test('the preface of HTTP/2', () =>
    assertRefused(berth, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 505]),
  );
});

test('a malformed head is refused as soon as it is malformed, without waiting for its end', async (t) => {
  const { visitor } = await rawBerth(t, () => answerOf('never'));
  for (const part of [`GET / HTTP/1.1\n${host}\n`, `GET / HTTP/1.1\r\n${host}\rx`]) {
    const connection = await visitor();
    connection.send(part);
    assert.match(await connection.ended(), /^HTTP\/1\.1 400 /, part);
  }
});

test('a malformed head behind a good request does not spoil the answer to that', async (t) => {
  const { instance, visitor } = await rawBerth(t, (request) => answerOf(targetOf(request)));
  const connection = await visitor();
  connection.send(
    `${requestOf('GET /good')}GET /bad HTTP/1.1\r\nhost : x\r\n\r\n${requestOf('GET /behind')}`,
  );
  assert.equal((await connection.answer()).body, '/good');
  assert.match(await connection.ended(), /^HTTP\/1\.1 400 /);
  assert.deepEqual(instance.requestLines, ['GET /good']);
});

test('what is unusual but allowed passes as it is', async (t) => {
  const { visitor } = await rawBerth(t, (request) => answerOf(request.start));
  const connection = await visitor();
  for (const line of [
    "GET /a;b=c,d!$&'()*+:@~-._%20%zz",
    'GET /?a=[]{}|\\^`"<>',
    'GET //double//slashes',
    'GET /../up',
    'GET /\xc3\xa9',
    'PROPFIND /',
    'get /small',
    "M!#$%&'*+-.^_`|~1 /",
  ]) {
    connection.send(requestOf(line));
    assert.equal((await connection.answer()).body, `${line} HTTP/1.1`);
  }
});
