// Streams of requests as an attacker writes them: mostly right, framed in every way that servers have ever differed on,
// then damaged at a few places. Each ends with a request that only the right framing shows.
import fc from 'fast-check';
import { SENTINEL } from '#server/gateway/wire/fuzz/outcome.ts';

const INNER = 'GET /inner HTTP/1.1\r\nhost: h\r\n\r\n';

/** The first of them nearly always: a head has many places to go wrong at. */
function mostly(...texts: [string, ...string[]]): fc.Arbitrary<string> {
  return firstOf(80, texts);
}

/** The first of them two times of three: what frames a body is what this is about. */
function often(...texts: [string, ...string[]]): fc.Arbitrary<string> {
  return firstOf(2, texts);
}

function firstOf(weight: number, [usual, ...others]: [string, ...string[]]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const lineEnd = fc.oneof(
  { weight: 200, arbitrary: fc.constant('\r\n') },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\r', '\r\r\n', '\n\r\n', ' \r\n', '\r\n ', '') },
);

const method = fc.oneof(
  { weight: 100, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS') },
  { weight: 1, arbitrary: fc.constantFrom('get', 'G=T', 'CONNECT', 'TRACE', 'M-SEARCH', 'PRI', '') },
);

const requestLine = fc
  .tuple(
    method,
    mostly(' ', '  ', '\t', ''),
    mostly(
      '/a',
      '/',
      '/a?b=c',
      '*',
      'http://h/a',
      'http://h',
      '/a#b',
      '/\xe9',
      '//a',
      'a',
      '',
      '/a b',
      '/\x7f',
      '/a%00',
    ),
    mostly(' ', '  ', '\t', ''),
    mostly(
      'HTTP/1.1',
      'HTTP/1.0',
      'HTTP/1.2',
      'HTTP/2.0',
      'HTTP/0.9',
      'http/1.1',
      'HTTP/1.1 ',
      'HTTP/11',
      'HTTP/1.01',
    ),
  )
  .map((parts) => parts.join(''));

const colon = mostly(': ', ':', ':\t', ' : ', ' :', ':  ', ':\x0b', ':\xa0', '\t:', '::');

function field(name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(name, colon, value, mostly('', ' ', '\t', '\x0b', '\x00', ','))
    .map((parts) => parts.join(''));
}

const host = field(
  mostly('Host', 'host', 'HOST', 'Host\x00', 'H\xf6st'),
  mostly('h', 'h:80', 'H.', '', 'a b', 'h/x', 'h@x', '[::1]'),
);

const other = fc.oneof(
  field(
    fc.constant('Connection'),
    fc.constantFrom(
      'keep-alive',
      'close',
      'upgrade',
      'content-length',
      'transfer-encoding',
      'close, keep-alive',
      'x',
    ),
  ),
  field(fc.constant('Expect'), mostly('100-continue', '100-Continue', 'x')),
  field(fc.constantFrom('Upgrade'), fc.constantFrom('websocket', 'h2c')),
  field(
    fc.constantFrom(
      'x-a',
      'Content_Length',
      'Transfer_Encoding',
      'Content-Lengt',
      'Content-Length\x0b',
      'x a',
    ),
    fc.constant('1'),
  ),
  fc.constantFrom(
    'x-a: b\r\n c',
    'x-a: b\r\n\tcontent-length: 3',
    ' x-a: b',
    'no colon',
    ':',
    '',
    'x-a: b\nx-c: d',
    'x-a: b\rx-c: d',
  ),
);

const content = fc.oneof(
  fc.constantFrom(
    '',
    'x',
    'hello',
    INNER,
    `x${INNER}`,
    `\r\n${INNER}`,
    '0\r\n\r\n',
    `0\r\n\r\n${INNER}`,
    '\n',
    '\r\n',
  ),
  fc.string({ maxLength: 12 }),
);

/** A length as it should be, or a little beside it, or in writing that some take and some do not. */
function lengthField(length: number): fc.Arbitrary<string> {
  const value = often(
    `${length}`,
    `${length + 1}`,
    `${Math.max(0, length - 1)}`,
    '0',
    `+${length}`,
    `-${length}`,
    `0${length}`,
    `0x${length.toString(16)}`,
    `${length},${length}`,
    `${length}, ${length}`,
    `${length} ${length}`,
    `${length}.0`,
    `${length};`,
    '',
    'x',
    `${length}\x00`,
    `1${'0'.repeat(20)}`,
    '18446744073709551616',
  );
  return field(mostly('Content-Length', 'content-length', 'CONTENT-LENGTH'), value);
}

const codingField = field(
  mostly('Transfer-Encoding', 'transfer-encoding', 'TRANSFER-ENCODING'),
  often(
    'chunked',
    'Chunked',
    'chunked, chunked',
    'gzip, chunked',
    'chunked, gzip',
    'identity',
    'identity, chunked',
    'xchunked',
    'chunked;q=1',
    'chunked,',
    ',chunked',
    ' ,chunked',
    '"chunked"',
    '',
    'chunked\x00',
    'chunked\x0b',
  ),
);

const size = (length: number) =>
  firstOf(6, [
    length.toString(16),
    `0${length.toString(16)}`,
    length.toString(16).toUpperCase(),
    (length + 1).toString(16),
    Math.max(0, length - 1).toString(16),
    `${length}`,
    `0x${length.toString(16)}`,
    `+${length.toString(16)}`,
    `-${length.toString(16)}`,
    ` ${length.toString(16)}`,
    `${length.toString(16)} `,
    `${length.toString(16)}\t`,
    `${length.toString(16)}_`,
    '',
    'g',
    `${'0'.repeat(20)}${length.toString(16)}`,
    `1${'0'.repeat(16)}`,
    `f${'f'.repeat(15)}`,
  ]);

const extension = firstOf(6, [
  '',
  ';',
  ';a',
  ';a=b',
  '; a=b',
  ' ;a=b',
  ';a="b"',
  ';a="\r\n"',
  ';a=\n',
  ';a=\r',
  ';\x00',
  ';\xe9',
  ',a',
]);

const chunk = content.chain((text) =>
  fc.tuple(size(text.length), extension, lineEnd, fc.constant(text), lineEnd).map((parts) => parts.join('')),
);

const trailers = firstOf(6, [
  '',
  'x-t: 1\r\n',
  'content-length: 5\r\n',
  'x-t : 1\r\n',
  'x-t\r\n',
  ' x: 1\r\n',
  'x-t: 1\n',
  '\x00: 1\r\n',
]);

const chunks = fc
  .tuple(
    fc.array(chunk, { maxLength: 3 }),
    mostly('0', '00', '', '0;a', '0 ', '-0', '0x0'),
    lineEnd,
    trailers,
    lineEnd,
  )
  .map(([some, last, afterLast, lines, end]) => some.join('') + last + afterLast + lines + end);

type Body = { fields: fc.Arbitrary<string[]>; bytes: string };

const body: fc.Arbitrary<Body> = fc.oneof(
  fc.constant({ fields: fc.constant<string[]>([]), bytes: '' }),
  content.map((bytes) => ({ fields: lengthField(bytes.length).map((line) => [line]), bytes })),
  chunks.map((bytes) => ({ fields: codingField.map((line) => [line]), bytes })),
  fc.oneof(content, chunks).map((bytes) => ({
    fields: fc.array(fc.oneof(lengthField(bytes.length), codingField), { minLength: 1, maxLength: 3 }),
    bytes,
  })),
);

const request = body.chain(({ fields, bytes }) =>
  fc
    .tuple(
      mostly('', '\r\n', '\n', '\r\n\r\n', ' '),
      requestLine,
      fc.tuple(
        fc.array(host, { minLength: 1, maxLength: 1 }),
        fields,
        fc.oneof(
          { weight: 3, arbitrary: fc.constant<string[]>([]) },
          { weight: 1, arbitrary: fc.array(other, { maxLength: 2 }) },
        ),
      ),
      fc.array(lineEnd, { minLength: 12, maxLength: 12 }),
    )
    .map(([before, line, lines, ends]) => {
      const head = [line, ...lines.flat()].map((text, index) => text + (ends[index] ?? '\r\n')).join('');
      return `${before}${head}${ends[11]}${bytes}`;
    }),
);

type Damage = { at: number; length: number; text: string };

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(400),
  length: fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(40) }),
  text: fc.oneof(
    fc.constant(''),
    fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      '\0',
      ' ',
      '\t',
      ':',
      ';',
      ',',
      '0',
      '1',
      'a',
      '-',
      '+',
      '\x0b',
      '\x0c',
      '\x7f',
      '\x85',
      '\xa0',
      '\xff',
    ),
    fc.string({ maxLength: 4 }),
  ),
});

/** Bytes as Latin-1. */
export const streams: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(request, { minLength: 1, maxLength: 2 }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Damage[]>([]) },
      { weight: 2, arbitrary: fc.array(damage, { minLength: 1, maxLength: 3 }) },
    ),
  )
  .map(([requests, damages]) => damages.reduce(damaged, requests.join('')) + SENTINEL);

function damaged(stream: string, { at, length, text }: Damage): string {
  const from = at % (stream.length + 1);
  return stream.slice(0, from) + text + stream.slice(from + length);
}
