// Where two servers could see two ends of a request, it is refused before anybody sees it (RFC 9112 §6, §11.2).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { assertRefused } from '#server/gateway/protocol/refused.ts';

const LENGTHS = [
  '+1',
  '-1',
  '1 2',
  '1,1',
  '1, 2',
  '0x10',
  '1e2',
  '1.0',
  '',
  ' ',
  'one',
  '1\x0b',
  '\x0c1',
  '"1"',
  '\xd9\xa1',
  '9007199254740993',
  '18446744073709551617',
  '9'.repeat(400),
];

const CODINGS = [
  'chunked, chunked',
  'chunked,',
  ',chunked',
  'xchunked',
  'chunkedx',
  'chunk',
  'gzip',
  'gzip, chunked',
  'chunked, gzip',
  'chunked, identity',
  'identity',
  'identity, chunked',
  '',
  '"chunked"',
  'chunked;q=1',
  'chun ked',
  '\x0bchunked',
  'chunked\x00',
  'chunked\x0c',
  '\xa0chunked',
];

test('a request whose end is in doubt gets 400 and a closed connection, and no instance hears of it', async (t) => {
  const berth = await rawBerth(t, () => answerOf('never'));
  const refused = (name: string, fields: string[], body: string, version = '1.1') =>
    t.test(name, () => assertRefused(berth, requestOf('POST /', fields, body, version)));

  for (const length of LENGTHS) {
    await refused(`Content-Length: ${shown(length)}`, [`content-length: ${length}`], 'x');
  }
  for (const coding of CODINGS) {
    await refused(`Transfer-Encoding: ${shown(coding)}`, [`transfer-encoding: ${coding}`], chunksOf('x'));
  }
  const both = ['content-length: 1', 'transfer-encoding: chunked'];
  await refused('length before coding', both, chunksOf('x'));
  await refused('coding before length', both.toReversed(), chunksOf('x'));
  await refused('length 0 with coding', ['content-length: 0', 'transfer-encoding: chunked'], chunksOf('x'));
  await refused('the same length twice', ['content-length: 1', 'content-length: 1'], 'x');
  await refused('two lengths', ['content-length: 1', 'content-length: 2'], 'xy');
  await refused('two lengths apart', ['content-length: 1', 'x-a: b', 'Content-Length: 2'], 'xy');
  await refused('chunked twice', ['transfer-encoding: chunked', 'transfer-encoding: chunked'], chunksOf('x'));
  await refused('two codings', ['transfer-encoding: gzip', 'transfer-encoding: chunked'], chunksOf('x'));
  await refused('chunked in HTTP/1.0', ['transfer-encoding: chunked'], chunksOf('x'), '1.0');
  await refused('a folded coding', ['transfer-encoding:', ' chunked'], chunksOf('x'));
  await refused('a space before the colon of a coding', ['transfer-encoding : chunked'], chunksOf('x'));
  await refused('a space before the colon of a length', ['content-length : 1'], 'x');
  await refused('a length on the line of another field', ['x-a: b\rcontent-length: 1'], 'x');
});

test('a length of zero, and one with zeros before it, are lengths', async (t) => {
  const { visitor } = await rawBerth(t, ({ body }) => answerOf(`[${body}]`));
  const connection = await visitor();
  for (const [length, body] of [
    ['0', ''],
    ['000', ''],
    ['0002', 'hi'],
    ['\t 2 \t', 'hi'],
  ]) {
    connection.send(requestOf('POST /', [`content-length: ${length}`], body));
    assert.equal((await connection.answer()).body, `[${body}]`);
  }
});

function shown(text: string): string {
  return text.length > 40 ? `${text.length} digits` : JSON.stringify(text);
}
