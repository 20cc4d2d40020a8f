// The door of the console: what happens to every request before Next sees it, and to every answer whoever gives it. Next
// makes the server itself and hands it to nobody, but Node tells of each request while it may still be changed.
import { randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { visitorAddress } from '#server/api/address.ts';
import { withoutDoubles } from '#server/api/console-cookies.ts';
import { protectiveHeaders } from '#server/domain/content-policy.ts';
import { type ShellSettings, shellOrigin } from '#server/domain/shell-address.ts';
import type { IsTrusted } from '#server/trusted-proxies.ts';

export type Door = {
  /** Proxies whose X-Forwarded-* fields are believed. */
  isTrusted: IsTrusted;
  /** Whether people reach the console by TLS. */
  isHttps: boolean;
  isDev: boolean;
  /** Where pages may find the webshell. */
  shell: ShellSettings;
};

const startedSchema = z.object({
  request: z.custom<IncomingMessage>((value) => typeof value === 'object'),
  response: z.custom<ServerResponse>((value) => typeof value === 'object'),
});

const holder = globalThis as { cloudBerthDoor?: true };

/** Stands at the door of every HTTP server of this process, once. */
export function openDoor(door: Door): void {
  if (holder.cloudBerthDoor) return;
  holder.cloudBerthDoor = true;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = startedSchema.parse(message);
    clean(request, door);
    protect(request, response, door);
  });
}

/** Says of whom it comes as the socket knows it, and leaves nothing in it that only Next may say. */
function clean(request: IncomingMessage, { isTrusted }: Door): void {
  const { headers, socket } = request;
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  const said = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = visitorAddress(peer, [said ?? []].flat().join(','), isTrusted);
  if (!isTrusted(peer)) for (const name of FORWARDED) delete headers[name];
  for (const name of INTERNAL) delete headers[name];
  if (headers.cookie !== undefined) headers.cookie = withoutDoubles(headers.cookie);
}

const FORWARDED = ['forwarded', 'x-real-ip', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'];
/** Next takes the nonce from the first two; the last once let requests pass by its proxy (CVE-2025-29927). */
const INTERNAL = [
  'content-security-policy',
  'content-security-policy-report-only',
  'x-middleware-subrequest',
];

/** Next reads the nonce of a page from the policy in the request, and writes it into its scripts. */
function protect(request: IncomingMessage, response: ServerResponse, { isHttps, isDev, shell }: Door): void {
  const path = request.url ?? '/';
  const isPage = !/^\/(?:api|_next|samples)\//.test(path);
  const nonce = randomBytes(18).toString('base64');
  const origin = shellOrigin(shell, isHttps, request.headers.host ?? null);
  const page = { kind: 'page', nonce, isDev, shellOrigin: origin } as const;
  const headers = protectiveHeaders(isPage ? page : { kind: 'data' }, isHttps);
  if (isPage) request.headers['content-security-policy'] = headers['content-security-policy'];
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (path.startsWith('/api/')) response.setHeader('cache-control', 'no-store');
}
