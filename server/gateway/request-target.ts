import type { IncomingMessage } from 'node:http';

/** Where a request wants to go. */
export type RequestTarget = {
  /** As the visitor wrote it, with port; what the instance gets as Host. */
  authority: string;
  /** For the table: lower case, without port and trailing dot. */
  host: string;
  /** Path with query, beginning with a slash. */
  path: string;
};

/**
 * The target of a request, from Host or, where the request line holds a whole URL, from there (RFC 9112 §3.2.2).
 * Undefined where it cannot be told: no Host or several (RFC 9112 §3.2), or a form that is not for HTTP servers.
 */
export function requestTarget(request: IncomingMessage): RequestTarget | undefined {
  const url = request.url ?? '';
  const given = request.headersDistinct.host;
  if (given && given.length > 1) return undefined;
  if (url.startsWith('/')) return targetOf(given?.[0], url);
  const absolute = /^http:\/\/([^/?#]+)([/?].*)?$/i.exec(url);
  if (!absolute) return undefined;
  const path = absolute[2] ?? '/';
  return targetOf(absolute[1], path.startsWith('/') ? path : `/${path}`);
}

function targetOf(authority: string | undefined, path: string): RequestTarget | undefined {
  if (!authority || /[@\s]/.test(authority)) return undefined;
  const host = authority.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  return { authority, host, path };
}
