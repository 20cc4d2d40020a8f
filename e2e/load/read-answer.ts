export type RawAnswer = {
  status: number;
  headers: Map<string, string>;
  body: string;
  /** The connection is good for another request. */
  keepsOpen: boolean;
};

/** The answer at the beginning of `text` (Latin-1) with the place behind it; undefined while it is not whole. */
export function readAnswer(text: string): { answer: RawAnswer; end: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const headers = new Map(lines.map(parted));
  const read = headers.has('transfer-encoding') ? readChunked : readCounted(headers.get('content-length'));
  const found = read(text, headEnd + 4);
  if (!found) return undefined;
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1] ?? 0);
  const keepsOpen = headers.get('connection') !== 'close';
  return { answer: { status, headers, body: found.body, keepsOpen }, end: found.end };
}

type Body = { body: string; end: number };

function parted(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

/** An answer without a length ends with its connection, which is no whole answer to us. */
function readCounted(length = 'Infinity') {
  return (text: string, at: number): Body | undefined => {
    const end = at + Number(length);
    return text.length < end ? undefined : { body: text.slice(at, end), end };
  };
}

function readChunked(text: string, at: number): Body | undefined {
  let body = '';
  for (let from = at; ; ) {
    const lineEnd = text.indexOf('\r\n', from);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(text.slice(from, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (text.length < end) return undefined;
    if (size === 0) return { body, end };
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    from = end;
  }
}
