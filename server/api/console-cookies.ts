import { isReservedCookie } from '#server/domain/cookie-names.ts';

/**
 * A Cookie field in which every cookie of the console stands once. Whoever could set one for a domain above the
 * console's (a script on a host beside it, without TLS) could put it before ours: of two that differ none counts, so
 * that nobody acts as another person without knowing.
 */
export function withoutDoubles(cookies: string): string {
  const pairs = cookies.split(';').map((pair) => pair.trim());
  const values = new Map<string, Set<string>>();
  for (const pair of pairs) {
    const name = nameOf(pair);
    if (isReservedCookie(name)) values.set(name, (values.get(name) ?? new Set()).add(pair));
  }
  return pairs.filter((pair) => (values.get(nameOf(pair))?.size ?? 1) === 1).join('; ');
}

function nameOf(pair: string): string {
  return pair.slice(0, Math.max(0, pair.indexOf('='))).trim();
}
