// What messages are made of as an attacker writes them: mostly right, framed in every way that servers have ever
// differed on, then damaged at a few places.
import fc from 'fast-check';

/** A request that stands where a body should be. */
const INNER = 'GET /inner HTTP/1.1\r\nhost: h\r\n\r\n';

/** The first of them nearly always: a head has many places to go wrong at. */
export function mostly(...texts: [string, ...string[]]): fc.Arbitrary<string> {
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

export const lineEnd = fc.oneof(
  { weight: 200, arbitrary: fc.constant('\r\n') },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\r', '\r\r\n', '\n\r\n', ' \r\n', '\r\n ', '') },
);

const colon = mostly(': ', ':', ':\t', ' : ', ' :', ':  ', ':\x0b', ':\xa0', '\t:', '::');

export function field(name: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(name, colon, value, mostly('', ' ', '\t', '\x0b', '\x00', ','))
    .map((parts) => parts.join(''));
}

export const content = fc.oneof(
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

/** A body, and the fields that say how long it is, truly or not. */
export type Body = { fields: fc.Arbitrary<string[]>; bytes: string };

export const body: fc.Arbitrary<Body> = fc.oneof(
  fc.constant({ fields: fc.constant<string[]>([]), bytes: '' }),
  content.map((bytes) => ({ fields: lengthField(bytes.length).map((line) => [line]), bytes })),
  chunks.map((bytes) => ({ fields: codingField.map((line) => [line]), bytes })),
  fc.oneof(content, chunks).map((bytes) => ({
    fields: fc.array(fc.oneof(lengthField(bytes.length), codingField), { minLength: 1, maxLength: 3 }),
    bytes,
  })),
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

/** As they are, or damaged at up to three places. */
export function maybeDamaged(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const damages = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Damage[]>([]) },
    { weight: 2, arbitrary: fc.array(damage, { minLength: 1, maxLength: 3 }) },
  );
  return fc.tuple(texts, damages).map(([text, places]) => places.reduce(damaged, text));
}

function damaged(stream: string, { at, length, text }: Damage): string {
  const from = at % (stream.length + 1);
  return stream.slice(0, from) + text + stream.slice(from + length);
}
