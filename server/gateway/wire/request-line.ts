import { CR, IS_NAME, IS_TARGET, IS_TOKEN, SPACE } from '#server/gateway/wire/characters.ts';
import { PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';

const MAX_METHOD = 32;
/** Bytes; browsers and servers in wide use end between 8 and 80 KiB. */
export const MAX_TARGET = 16 * 1024;

export type RequestLine = {
  kind: 'line';
  method: string;
  target: string;
  /** 0 or 1, of HTTP/1. */
  minor: number;
  /** Where the first field begins. */
  end: number;
};

/** Reads `method SP target SP HTTP/1.x CR LF` (RFC 9112 §3); nothing but single spaces in between. */
export function readRequestLine(text: string): RequestLine | WireProblem {
  const methodEnd = endOf(text, 0, IS_TOKEN, MAX_METHOD);
  if (methodEnd === 0 || text.charCodeAt(methodEnd) !== SPACE) return PROBLEMS.badRequestLine;
  const targetEnd = endOf(text, methodEnd + 1, IS_TARGET, MAX_TARGET + 1);
  if (targetEnd - methodEnd - 1 > MAX_TARGET) return PROBLEMS.targetTooLong;
  if (targetEnd === methodEnd + 1) return PROBLEMS.badTarget;
  if (text.charCodeAt(targetEnd) !== SPACE) return PROBLEMS.badTarget;
  const minor = minorOf(text, targetEnd + 1);
  if (minor < 0) return minor === -1 ? PROBLEMS.badRequestLine : PROBLEMS.versionUnknown;
  if (text.charCodeAt(targetEnd + 9) !== CR || text.charCodeAt(targetEnd + 10) !== 0x0a) {
    return PROBLEMS.badLineEnd;
  }
  const method = text.slice(0, methodEnd);
  if (method === 'CONNECT' || method === 'TRACE') return PROBLEMS.methodRefused;
  return { kind: 'line', method, target: text.slice(methodEnd + 1, targetEnd), minor, end: targetEnd + 11 };
}

function endOf(text: string, from: number, isIn: Uint8Array, max: number): number {
  let at = from;
  const last = Math.min(text.length, from + max);
  while (at < last && isIn[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

/** -1 where it is no version, -2 where it is another one than 1.0 and 1.1. */
function minorOf(text: string, at: number): number {
  if (text.startsWith('HTTP/1.1', at)) return 1;
  if (text.startsWith('HTTP/1.0', at)) return 0;
  return /^HTTP\/\d\.\d\r/.test(text.slice(at, at + 9)) ? -2 : -1;
}

/** Where a request wants to go. */
export type Target = {
  kind: 'target';
  /** As the visitor wrote it, with port; undefined where Host says it. */
  authority: string | undefined;
  /** Path with query, beginning with a slash; `*` for OPTIONS of the whole server. */
  path: string;
};

/** The forms of a target (RFC 9112 §3.2): a path, a whole URL, or `*` for OPTIONS. */
export function readTarget(method: string, target: string): Target | WireProblem {
  if (target.charCodeAt(0) === 0x2f) return { kind: 'target', authority: undefined, path: target };
  if (target === '*' && method === 'OPTIONS') return { kind: 'target', authority: undefined, path: '*' };
  const absolute = /^https?:\/\/([^/?]+)([/?].*)?$/is.exec(target);
  if (!absolute) return PROBLEMS.badTarget;
  const path = absolute[2] ?? '/';
  return { kind: 'target', authority: absolute[1], path: path.startsWith('/') ? path : `/${path}` };
}

/**
 * The host name of an authority for the table: lower case, without port and trailing dot. Undefined where it is
 * malformed (RFC 9110 §7.2, RFC 3986 §3.2): user information, a port that is none, characters that may not be there.
 */
export function hostOf(authority: string): string | undefined {
  const nameEnd = authority.charCodeAt(0) === 0x5b ? endOfBracket(authority) : endOfName(authority);
  if (nameEnd <= 0 || !isPort(authority, nameEnd)) return undefined;
  const end = authority.charCodeAt(nameEnd - 1) === 0x2e && nameEnd > 1 ? nameEnd - 1 : nameEnd;
  return authority.slice(0, end).toLowerCase();
}

function endOfName(authority: string): number {
  let at = 0;
  while (at < authority.length && IS_NAME[authority.charCodeAt(at)] === 1) at += 1;
  return at;
}

function endOfBracket(authority: string): number {
  return /^\[[0-9A-Fa-f:.]+\]/.exec(authority)?.[0].length ?? -1;
}

function isPort(authority: string, from: number): boolean {
  if (from === authority.length) return true;
  if (authority.charCodeAt(from) !== 0x3a || authority.length - from > 6) return false;
  for (let at = from + 1; at < authority.length; at += 1) {
    const code = authority.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
