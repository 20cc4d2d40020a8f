// Reads HTTP/1.1 messages as strictly as the tests need it, apart from the code under test.

export type RawField = [name: string, value: string];

/** One message as it stood on the wire; text is Latin-1, one character a byte. */
export type RawMessage = {
  /** Request line or status line. */
  start: string;
  fields: RawField[];
  body: string;
  trailers: RawField[];
  framing: Framing;
};

export type Framing = 'none' | 'length' | 'chunked' | 'close';

/** What decides where a message ends besides its own fields: whose it is, and whether the sender has closed. */
export type Reading = { kind: 'request' | 'answer' | 'answer-to-head'; isEnded: boolean };

/** The first message of a text and what stands behind it; undefined while it is incomplete. Throws on nonsense. */
export function takeMessage(
  text: string,
  reading: Reading,
): { message: RawMessage; rest: string } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [start = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const fields = lines.map(readField);
  const framing = framingOf(start, fields, reading.kind);
  const taken = takeBody(text.slice(headEnd + 4), framing, { fields, isEnded: reading.isEnded });
  if (!taken) return undefined;
  const { body, trailers, rest } = taken;
  return { message: { start, fields, body, trailers, framing }, rest };
}

/** The values of a field, several joined as one; undefined without any. */
export function fieldOf({ fields }: Pick<RawMessage, 'fields'>, name: string): string | undefined {
  const values = fields.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** The status code of an answer. */
export function statusOf({ start }: Pick<RawMessage, 'start'>): number {
  return Number(start.split(' ')[1]);
}

/** The target in a request line. */
export function targetOf({ start }: Pick<RawMessage, 'start'>): string {
  return start.split(' ')[1] ?? '';
}

function readField(line: string): RawField {
  const colon = line.indexOf(':');
  if (colon < 1) throw new Error(`not a field: ${JSON.stringify(line)}`);
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** RFC 9112 §6.3; both fields at once, or one of them twice, is never right. */
function framingOf(start: string, fields: RawField[], kind: Reading['kind']): Framing {
  const coding = fieldOf({ fields }, 'transfer-encoding');
  const length = fieldOf({ fields }, 'content-length');
  if (kind === 'answer-to-head' || (kind === 'answer' && /^HTTP\/1\.\d (1\d\d|204|304) /.test(start)))
    return 'none';
  if (coding !== undefined && length !== undefined) throw new Error('both length and coding');
  if (coding !== undefined && coding !== 'chunked') throw new Error(`coding ${coding}`);
  if (length !== undefined && !/^\d+$/.test(length)) throw new Error(`length ${length}`);
  if (coding) return 'chunked';
  if (length) return 'length';
  return kind === 'request' ? 'none' : 'close';
}

type TakenBody = { body: string; trailers: RawField[]; rest: string };

function takeBody(
  text: string,
  framing: Framing,
  { fields, isEnded }: { fields: RawField[]; isEnded: boolean },
): TakenBody | undefined {
  if (framing === 'chunked') return takeChunks(text);
  if (framing === 'close') return isEnded ? { body: text, trailers: [], rest: '' } : undefined;
  const length = framing === 'none' ? 0 : Number(fieldOf({ fields }, 'content-length'));
  if (text.length < length) return undefined;
  return { body: text.slice(0, length), trailers: [], rest: text.slice(length) };
}

function takeChunks(text: string): TakenBody | undefined {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = sizeOf(text.slice(at, lineEnd));
    at = lineEnd + 2;
    if (size === 0) return takeTrailers(text, at, parts.join(''));
    if (text.length < at + size + 2) return undefined;
    if (text.slice(at + size, at + size + 2) !== '\r\n') throw new Error('no line end behind a chunk');
    parts.push(text.slice(at, at + size));
    at += size + 2;
  }
}

function sizeOf(line: string): number {
  const size = line.split(';')[0]?.trim() ?? '';
  if (!/^[0-9a-f]{1,16}$/i.test(size)) throw new Error(`not a chunk size: ${JSON.stringify(line)}`);
  return Number.parseInt(size, 16);
}

function takeTrailers(text: string, at: number, body: string): TakenBody | undefined {
  if (text.startsWith('\r\n', at)) return { body, trailers: [], rest: text.slice(at + 2) };
  const end = text.indexOf('\r\n\r\n', at);
  if (end === -1) return undefined;
  return { body, trailers: text.slice(at, end).split('\r\n').map(readField), rest: text.slice(end + 4) };
}
