/**
 * The value of a parameter in a query (what stands between `?` and `#`), decoded; undefined where it is missing.
 * As forms are sent (WHATWG URL, application/x-www-form-urlencoded): pairs end at `&`, `+` is a space, names are
 * decoded too, a malformed percent sequence stays as it is written, a name without `=` has an empty value. Of a
 * repeated parameter the first value counts (Gateway API, HTTPQueryParamMatch).
 */
export function queryParameter(query: string, key: string): string | undefined {
  for (let start = 0; start < query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand === -1 ? query.length : ampersand;
    const equals = query.indexOf('=', start);
    const nameEnd = equals === -1 || equals > end ? end : equals;
    if (isName(query, start, nameEnd, key)) return decode(query.slice(Math.min(nameEnd + 1, end), end));
    start = end + 1;
  }
  return undefined;
}

/** Nothing is copied where nothing is encoded, as in nearly every name. */
function isName(query: string, start: number, end: number, key: string): boolean {
  if (end - start === key.length && query.startsWith(key, start)) return !isEncoded(key);
  const name = query.slice(start, end);
  return isEncoded(name) && decode(name) === key;
}

function isEncoded(text: string): boolean {
  return text.includes('%') || text.includes('+');
}

function decode(text: string): string {
  return isEncoded(text) ? (new URLSearchParams(`=${text}`).get('') ?? text) : text;
}
