/**
 * True for a state-changing request that does not come from a page of this very host: its Origin is missing or
 * another one. Reading requests are let through; they change nothing and no other origin may read the answer.
 */
export function isForeignWrite(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const origin = request.headers.get('origin');
  const host = request.headers.get('host');
  return !origin || !host || !URL.canParse(origin) || new URL(origin).host !== host;
}
