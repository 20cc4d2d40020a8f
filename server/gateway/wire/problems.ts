// Why a message cannot be taken. Objects made once: a flood of bad requests must cost less than good ones.

export class WireProblem {
  readonly kind = 'problem';
  /** For a visitor; an instance whose answer has a problem is a 502. */
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string) {
    this.status = status;
    this.reason = reason;
  }
}

function problem(status: number, reason: string): WireProblem {
  return new WireProblem(status, reason);
}

export const PROBLEMS = {
  badRequestLine: problem(400, 'the request line is malformed'),
  badTarget: problem(400, 'the request target is malformed'),
  badStatusLine: problem(400, 'the status line is malformed'),
  badLineEnd: problem(400, 'a line does not end with CR LF'),
  badFieldName: problem(400, 'a field name holds a character that it may not'),
  badFieldValue: problem(400, 'a field value holds a character that it may not'),
  foldedField: problem(400, 'a field is folded over several lines'),
  noHost: problem(400, 'Host is missing'),
  severalHosts: problem(400, 'Host stands there more than once'),
  badHost: problem(400, 'Host is malformed'),
  severalLengths: problem(400, 'Content-Length stands there more than once'),
  badLength: problem(400, 'Content-Length is not a number'),
  lengthAndCoding: problem(400, 'Content-Length and Transfer-Encoding stand there together'),
  badCoding: problem(400, 'Transfer-Encoding is not a single chunked'),
  badChunk: problem(400, 'a chunk is malformed'),
  badTrailer: problem(400, 'the trailer section is malformed'),
  methodRefused: problem(405, 'the method is not for this server'),
  bodyTooLarge: problem(413, 'the body is too large'),
  targetTooLong: problem(414, 'the request target is too long'),
  expectationUnknown: problem(417, 'Expect asks for something other than 100-continue'),
  headTooLarge: problem(431, 'the head has more than 64 KiB or 100 fields'),
  versionUnknown: problem(505, 'only HTTP/1.0 and HTTP/1.1 are spoken here'),
} as const;

export function isProblem(value: object): value is WireProblem {
  return value instanceof WireProblem;
}
