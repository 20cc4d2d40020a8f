// Test addresses are open to those who carry a ticket. It comes once in the URL, signed by the console, and moves
// into a cookie of that one host; the application sees neither.
import { readVisitTicket, type VisitTicket } from '#server/keys/visit-ticket.ts';

export const VISIT_COOKIE = '__berth_visit';
export const TICKET_PARAMETER = '__berth_ticket';

export type VisitDecision =
  | { kind: 'forward' }
  | { kind: 'redirect'; location: string; cookie: string }
  | { kind: 'refuse' };

export type Visit = {
  versionId: string;
  method: string;
  path: string;
  cookies: string;
  /** Came by TLS: the cookie then stays with it. */
  isSecure?: boolean;
};

/** Whether a request may reach a version by its test address. `now` in epoch ms. */
export function decideVisit(key: Buffer, visit: Visit, now: number): VisitDecision {
  const text = ticketParameter(visit.path);
  const ticket = text && ticketFor(key, visit.versionId, text, now);
  if (ticket) {
    if (visit.method !== 'GET' && visit.method !== 'HEAD') return { kind: 'forward' };
    return {
      kind: 'redirect',
      location: sameSite(withoutTicket(visit.path)),
      cookie: cookieOf(text, ticket, now) + (visit.isSecure ? '; Secure' : ''),
    };
  }
  const carried = visitCookies(visit.cookies);
  const isOpen = carried.some((cookie) => ticketFor(key, visit.versionId, cookie, now));
  return { kind: isOpen ? 'forward' : 'refuse' };
}

/** A path with query without the ticket parameter; everything else stays as it was written. */
export function withoutTicket(path: string): string {
  if (!path.includes(TICKET_PARAMETER)) return path;
  const start = path.indexOf('?');
  if (start === -1) return path;
  const rest = path
    .slice(start + 1)
    .split('&')
    .filter((pair) => !isTicket(pair));
  return rest.length === 0 ? path.slice(0, start) : `${path.slice(0, start)}?${rest.join('&')}`;
}

function ticketParameter(path: string): string | undefined {
  if (!path.includes(TICKET_PARAMETER)) return undefined;
  const pairs = path.slice(path.indexOf('?') + 1).split('&');
  return pairs.find(isTicket)?.slice(TICKET_PARAMETER.length + 1);
}

function isTicket(pair: string): boolean {
  return pair.startsWith(`${TICKET_PARAMETER}=`);
}

function visitCookies(cookies: string): string[] {
  return cookies
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${VISIT_COOKIE}=`))
    .map((cookie) => cookie.slice(VISIT_COOKIE.length + 1));
}

function ticketFor(key: Buffer, versionId: string, text: string, now: number): VisitTicket | undefined {
  const ticket = readVisitTicket(key, text, now);
  return ticket?.versionId === versionId ? ticket : undefined;
}

function cookieOf(text: string, ticket: VisitTicket, now: number): string {
  const maxAgeSeconds = Math.max(1, Math.floor((ticket.expiresAt - now) / 1000));
  return `${VISIT_COOKIE}=${text}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${maxAgeSeconds}`;
}

/** `//elsewhere/` would lead to another host; `/.//elsewhere/` is the same path on this one. */
function sameSite(path: string): string {
  return /^\/[/\\]/.test(path) ? `/.${path}` : path;
}
