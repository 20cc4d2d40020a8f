// Which header fields pass. Hop-by-hop fields end here in both directions (RFC 9110 §7.6.1), and what tells an
// application who is asking is ours to say: the gateway is the edge, so a visitor's own claims are not passed on.
import { VISIT_COOKIE } from '#server/gateway/visit.ts';

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Host goes by itself; the gateway has answered Expect already. */
const KEPT_FROM_INSTANCE = new Set([
  ...HOP_BY_HOP,
  'host',
  'expect',
  'forwarded',
  'x-real-ip',
  'x-request-id',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

const KEPT_FROM_VISITOR = new Set([...HOP_BY_HOP, 'x-request-id', 'x-cloudberth-version']);

/** Reserved for the gateway; an instance may believe what it reads there. */
const OURS = 'x-cloudberth-';

export type Hop = { clientAddress: string; host: string; requestId: string };

/** A visitor's header fields as an instance gets them; raw: name, value, name, value … */
export function requestHeaders(raw: readonly string[], hop: Hop): string[] {
  const named = namedByConnection(raw);
  const passed: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const lower = name.toLowerCase();
    if (KEPT_FROM_INSTANCE.has(lower) || lower.startsWith(OURS) || named?.has(lower)) continue;
    const value = lower === 'cookie' ? withoutVisitCookie(raw[index + 1] ?? '') : raw[index + 1];
    if (value !== undefined) passed.push(name, value);
  }
  passed.push('x-forwarded-for', hop.clientAddress, 'x-forwarded-host', hop.host);
  passed.push('x-forwarded-proto', 'http', 'x-request-id', hop.requestId);
  return passed;
}

/** An instance's header fields as the visitor gets them. */
export function answerHeaders(
  raw: readonly string[],
  ours: { versionName: string; requestId: string },
): string[] {
  const named = namedByConnection(raw);
  const passed: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const lower = name.toLowerCase();
    if (KEPT_FROM_VISITOR.has(lower) || named?.has(lower)) continue;
    passed.push(name, raw[index + 1] ?? '');
  }
  passed.push('x-cloudberth-version', ours.versionName, 'x-request-id', ours.requestId);
  return passed;
}

/** Never hop-by-hop, whatever Connection names: without them the message would be cut or go astray. */
const END_TO_END = new Set([
  'host',
  'content-length',
  'content-type',
  'cookie',
  'set-cookie',
  'authorization',
]);

/** The fields that Connection names besides `close`, `keep-alive` and `upgrade`; undefined without any. */
function namedByConnection(raw: readonly string[]): Set<string> | undefined {
  let named: Set<string> | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]?.length !== 10 || raw[index]?.toLowerCase() !== 'connection') continue;
    for (const option of (raw[index + 1] ?? '').toLowerCase().split(',')) {
      const name = option.trim();
      if (name === '' || name === 'close' || name === 'keep-alive' || END_TO_END.has(name)) continue;
      named ??= new Set();
      named.add(name);
    }
  }
  return named;
}

function withoutVisitCookie(cookies: string): string | undefined {
  if (!cookies.includes(VISIT_COOKIE)) return cookies;
  const rest = cookies.split(';').filter((cookie) => !cookie.trim().startsWith(`${VISIT_COOKIE}=`));
  return rest.length === 0 ? undefined : rest.join(';').trim();
}
