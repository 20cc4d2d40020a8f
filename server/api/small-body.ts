import { Problem } from '#server/domain/problem.ts';

/** Above the largest that a page sends: a certificate's chain, a version with all its variables. */
const MAX_MEGABYTES = 2;
const MAX_BYTES = MAX_MEGABYTES * 1024 * 1024;

/**
 * The same request with its body read: JSON, or none. Throws body_too_large while it comes, body_not_json where it
 * says it is something else (a form of another page could send that without asking), body_malformed.
 */
export async function withSmallBody(request: Request): Promise<Request> {
  if (!request.body) return request;
  const text = await readText(request);
  if (text !== '') checkJson(request.headers.get('content-type') ?? '', text);
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, ...(text === '' ? {} : { body: text }) });
}

async function readText({ headers, body }: Request): Promise<string> {
  if (Number(headers.get('content-length')) > MAX_BYTES) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_BYTES) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function checkJson(contentType: string, text: string): void {
  if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    throw new Problem('body_not_json');
  try {
    JSON.parse(text);
  } catch {
    throw new Problem('body_malformed');
  }
}

function tooLarge(): Problem {
  return new Problem('body_too_large', { params: { megabytes: MAX_MEGABYTES } });
}
