// Streams of requests as an attacker writes them. Each ends with a request that only the right framing shows.
import fc from 'fast-check';
import { SENTINEL } from '#server/gateway/wire/fuzz/outcome.ts';
import { body, field, lineEnd, maybeDamaged, mostly } from '#server/gateway/wire/fuzz/parts.ts';

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

/** Bytes as Latin-1. */
export const streams: fc.Arbitrary<string> = maybeDamaged(
  fc.array(request, { minLength: 1, maxLength: 2 }).map((requests) => requests.join('')),
).map((text) => text + SENTINEL);
