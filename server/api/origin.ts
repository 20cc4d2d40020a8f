/**
 * True for a state-changing request that does not come from a page of this very host: its Origin is missing or
 * another one. Reading requests are let through; they change nothing and no other origin may read the answer. So is
 * what brings a token: cookies do not count then (caller.ts), and a page of another origin cannot send the header, as
 * that takes a leave (CORS) that the console gives to nobody.
 */
export function isForeignWrite(request: Request): boolean {
  return !bringsToken(request.headers) && isWriteFromElsewhere(request);
}

/** Not by `Basic` and the like, which a browser adds by itself. */
function bringsToken(headers: Headers): boolean {
  return /^Bearer +\S/i.test(headers.get('authorization') ?? '');
}

/** As {@link isForeignWrite}, for what looks at cookies alone, whatever header comes with them. */
export function isWriteFromElsewhere(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const origin = request.headers.get('origin');
  const host = request.headers.get('host');
  return !origin || !host || !URL.canParse(origin) || new URL(origin).host !== host;
}

/**
 * True for what a page elsewhere asks behind a person's back, by the browser's own word (Fetch Metadata): also for
 * reading, as cookies go along from services beside the console, and streams are dear. Opening an address is no such
 * thing; old browsers and programs say nothing.
 */
export function isFetchFromElsewhere({ method, headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site === null || site === 'same-origin' || bringsToken(headers)) return false;
  const isReading = method === 'GET' || method === 'HEAD';
  return !isReading || (site !== 'none' && headers.get('sec-fetch-mode') !== 'navigate');
}
