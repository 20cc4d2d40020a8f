import { isIP, isIPv6 } from 'node:net';
import type { IsTrusted } from '#server/trusted-proxies.ts';

/** Address of who sent a request, as the console's door wrote it (door.ts); null where there is none. */
export function addressOf(headers: Headers): string | null {
  return headers.get('x-forwarded-for')?.split(',')[0]?.trim() || null;
}

/**
 * Who is at the other end of a connection. What a visitor says of itself counts for nothing; a proxy that the settings
 * name is believed, and so is each one that it names in turn: the first that is no such proxy is the visitor.
 */
export function visitorAddress(peer: string, forwardedFor: string, isTrusted: IsTrusted): string {
  const chain = forwardedFor
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  let address = peer;
  while (isTrusted(address)) {
    const before = withoutPort(chain.pop() ?? '');
    if (isIP(before) === 0) break; // It says nothing, or `unknown`.
    address = before;
  }
  return address;
}

/** What limits count as one: an address, or the /64 around one of IPv6, which its owner has whole. */
export function networkOf(who: string): string {
  if (!isIPv6(who)) return who;
  const [head = '', tail = ''] = who.toLowerCase().split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = Math.max(0, 8 - front.length - back.length);
  const groups = who.includes('::') ? [...front, ...new Array(zeros).fill('0'), ...back] : front;
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const [, bracketed, plain] = /^\[([^\]]+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(entry) ?? [];
  return bracketed ?? plain ?? entry;
}
