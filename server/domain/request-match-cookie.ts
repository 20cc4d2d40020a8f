/**
 * The value of a cookie in a Cookie field, as it was sent; undefined where it is missing. Of several with one name
 * the first counts: user agents send the one of the longest path first (RFC 6265 §5.4). Names are case-sensitive;
 * a part without `=` is not a cookie.
 */
export function cookieValue(cookies: string, name: string): string | undefined {
  for (let start = 0; start < cookies.length; ) {
    const semicolon = cookies.indexOf(';', start);
    const end = semicolon === -1 ? cookies.length : semicolon;
    const equals = cookies.indexOf('=', start);
    if (equals !== -1 && equals < end && cookies.slice(start, equals).trim() === name) {
      return cookies.slice(equals + 1, end).trim();
    }
    start = end + 1;
  }
  return undefined;
}
