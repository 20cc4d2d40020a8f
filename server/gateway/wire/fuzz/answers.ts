// Answers as a hostile instance writes them. Behind each stands another answer, which nobody asked for.
import fc from 'fast-check';
import { body, field, lineEnd, maybeDamaged, mostly } from '#server/gateway/wire/fuzz/parts.ts';

export const UNASKED = 'HTTP/1.1 200 OK\r\ncontent-length: 7\r\nx-unasked: 1\r\n\r\nunasked';

export type AnswerCase = {
  /** What was asked for, on which the end of an answer depends (RFC 9112 §6.3). */
  method: 'GET' | 'HEAD' | 'POST';
  /** Bytes as Latin-1. */
  text: string;
};

const statusLine = fc
  .tuple(
    mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2', 'http/1.1', 'ICY', ' HTTP/1.1', 'HTTP/1.1\t'),
    mostly(' ', '  ', '\t', ''),
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('200', '404', '500') },
      { weight: 3, arbitrary: fc.constantFrom('204', '304', '206', '301') },
      { weight: 1, arbitrary: fc.constantFrom('099', '20', '2000', '+20', '1 0', '', '999', '600') },
    ),
    mostly(' OK', ' ', '', ' Not\tFound', ' \xe9', ' a\x00b', ' a\x7f', '\tOK', ' a\x0bb'),
  )
  .map((parts) => parts.join(''));

const interim = fc
  .tuple(fc.constantFrom('100 Continue', '103 Early Hints', '102 x', '199 x'), lineEnd, body, lineEnd)
  .chain(([status, end, { fields }, last]) =>
    // One with a body of its own is what readers have differed on.
    fc
      .oneof({ weight: 6, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fields })
      .map((lines) => {
        const head = lines.map((line) => `${line}\r\n`).join('');
        return `HTTP/1.1 ${status}${end}${head}${last}`;
      }),
  );

const other = fc.oneof(
  field(fc.constant('Connection'), fc.constantFrom('keep-alive', 'close', 'upgrade', 'content-length', 'x')),
  field(fc.constant('Upgrade'), fc.constantFrom('websocket', 'h2c')),
  field(fc.constantFrom('x-a', 'Content_Length', 'Content-Lengt', 'x a'), fc.constant('1')),
  field(fc.constant('Set-Cookie'), fc.constantFrom('a=b', 'a=b; Domain=h')),
  fc.constantFrom(
    'x-a: b\r\n c',
    'x-a: b\r\n\tcontent-length: 3',
    ' x-a: b',
    'no colon',
    ':',
    'x-a: b\nx-c: d',
  ),
);

const answer = body.chain(({ fields, bytes }) =>
  fc
    .tuple(
      fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: interim }),
      statusLine,
      fields,
      fc.oneof(
        { weight: 3, arbitrary: fc.constant<string[]>([]) },
        { weight: 1, arbitrary: fc.array(other, { maxLength: 2 }) },
      ),
      fc.array(lineEnd, { minLength: 12, maxLength: 12 }),
    )
    .map(([before, line, framing, others, ends]) => {
      const lines = [line, ...framing, ...others].map((text, index) => text + (ends[index] ?? '\r\n'));
      return `${before}${lines.join('')}${ends[11]}${bytes}`;
    }),
);

export const answers: fc.Arbitrary<AnswerCase> = fc.record({
  method: fc.oneof(
    { weight: 6, arbitrary: fc.constant('GET' as const) },
    { weight: 1, arbitrary: fc.constantFrom('HEAD' as const, 'POST' as const) },
  ),
  text: maybeDamaged(answer).map((text) => text + UNASKED),
});
