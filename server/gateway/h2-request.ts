// A request that came by HTTP/2 as the head that HTTP/1 would have (RFC 9113 §8.3), so that one strict reader decides
// for both. What HTTP/2 forbids is refused before: it would mean something else in HTTP/1.
import { PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';
import { readRequestHead } from '#server/gateway/wire/read-request-head.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';

/** Belong to a connection of HTTP/1 (RFC 9113 §8.2.2). */
const FORBIDDEN = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);
const LINE_BREAK = /[\r\n\0]/;

/** `raw`: name, value, name, value …, pseudo fields among them. `hasBody`: the stream goes on behind the head. */
export function readStreamHead(raw: readonly string[], hasBody: boolean): RequestHead | WireProblem {
  const pseudo: Record<string, string> = {};
  const cookies: string[] = [];
  let lines = '';
  let hasLength = false;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    if (LINE_BREAK.test(name) || LINE_BREAK.test(value)) return PROBLEMS.badFieldValue;
    if (FORBIDDEN.has(name) || (name === 'te' && value !== 'trailers')) return PROBLEMS.badFieldName;
    if (name.startsWith(':')) {
      if (pseudo[name] !== undefined) return PROBLEMS.badRequestLine;
      pseudo[name] = value;
    } else if (name === 'cookie') cookies.push(value);
    else if (name === 'host') pseudo.host = pseudo.host === undefined ? value : `${pseudo.host},${value}`;
    else lines += `${name}: ${value}\r\n`;
    hasLength ||= name === 'content-length';
  }
  const target = requestLineOf(pseudo);
  if (target === undefined) return PROBLEMS.badRequestLine;
  if (cookies.length > 0) lines += `cookie: ${cookies.join('; ')}\r\n`;
  if (hasBody && !hasLength) lines += 'transfer-encoding: chunked\r\n';
  return readRequestHead(`${target}${lines}\r\n`);
}

/** Request line and Host; undefined where they cannot be told, or where :authority and Host differ. */
function requestLineOf(pseudo: Readonly<Record<string, string>>): string | undefined {
  const { ':method': method, ':path': path, ':authority': authority, host } = pseudo;
  const name = authority ?? host;
  if (method === undefined || path === undefined || name === undefined) return undefined;
  if (host !== undefined && authority !== undefined && host.toLowerCase() !== authority.toLowerCase())
    return undefined;
  if (/\s/.test(method) || /\s/.test(path) || !(path.startsWith('/') || path === '*')) return undefined;
  return `${method} ${path} HTTP/1.1\r\nhost: ${name}\r\n`;
}
