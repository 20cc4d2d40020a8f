// Reads a request's head once and strictly (RFC 9112 §2.2, §3, §5, §6): where another server might see another end of
// the message or another target than we do, the request is refused rather than understood.
import { isReservedCookie } from '#server/domain/cookie-names.ts';
import { withoutNamed } from '#server/gateway/wire/connection-options.ts';
import { fieldName, fieldValue, lineStart, readFields } from '#server/gateway/wire/fields.ts';
import { hasPrefix, hasUnderscore, NameTable } from '#server/gateway/wire/names.ts';
import { isProblem, PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';
import { RequestHead } from '#server/gateway/wire/request-head.ts';
import { hostOf, readRequestLine, readTarget } from '#server/gateway/wire/request-line.ts';

const HOST = 1;
const CONNECTION = 2;
const LENGTH = 3;
const CODING = 4;
const EXPECT = 5;
const UPGRADE = 6;
const COOKIE = 7;
/** Ends here: hop-by-hop (RFC 9110 §7.6.1), or what is the gateway's to say. */
const OURS = 8;

const IDS = {
  host: HOST,
  connection: CONNECTION,
  'content-length': LENGTH,
  'transfer-encoding': CODING,
  expect: EXPECT,
  upgrade: UPGRADE,
  cookie: COOKIE,
  'keep-alive': OURS,
  'proxy-authenticate': OURS,
  'proxy-authorization': OURS,
  'proxy-connection': OURS,
  te: OURS,
  forwarded: OURS,
  'x-real-ip': OURS,
  'x-request-id': OURS,
  'x-forwarded-for': OURS,
  'x-forwarded-host': OURS,
  'x-forwarded-port': OURS,
  'x-forwarded-proto': OURS,
};
const NAMES = new NameTable(IDS);

/** Reserved for the gateway; an instance may believe what it reads there. */
const RESERVED_PREFIX = 'x-cloudberth-';
/** In the name of every cookie that is the gateway's or the console's own; no application sees them. */
const OURS_HINT = 'berth';

/** `text`: the bytes from the request line to the empty line, both included, as Latin-1. */
export function readRequestHead(text: string): RequestHead | WireProblem {
  const line = readRequestLine(text);
  if (isProblem(line)) return line;
  const target = readTarget(line.method, line.target);
  if (isProblem(target)) return target;
  const head = new RequestHead(text, line, target.path);
  return readHeadFields(head, target.authority) ?? head;
}

function readHeadFields(head: RequestHead, authority: string | undefined): WireProblem | undefined {
  const count = readFields(head.text, head.fieldsStart, head.text.length - 2);
  if (typeof count !== 'number') return count;
  const wrong = sortFields(head, count) ?? settleHost(head, authority) ?? head.framing.check();
  if (wrong) return wrong;
  if (head.connection.named) head.passed = withoutNamed(head.passed, head.connection.named);
  if (!head.connection.upgrades || head.hasBody || head.minor === 0) head.upgrade = null;
  return undefined;
}

/** Sorts out what ends here, and joins all else in runs as long as possible. */
function sortFields(head: RequestHead, count: number): WireProblem | undefined {
  const { text } = head;
  const mayCollide = text.indexOf('_', head.fieldsStart) !== -1;
  let runStart = head.fieldsStart;
  for (let index = 0; index < count; index += 1) {
    const id = idOf(text, index, mayCollide, count);
    if (id === 0) continue;
    const taken = take(head, id, index);
    if (taken === KEEP) continue;
    if (taken !== DROP) return taken;
    head.passed += text.slice(runStart, lineStart(index));
    runStart = index + 1 < count ? lineStart(index + 1) : text.length - 2;
  }
  head.passed += text.slice(runStart, text.length - 2);
  return undefined;
}

function idOf(text: string, index: number, mayCollide: boolean, count: number): number {
  const id = NAMES.find(text, index);
  if (id !== 0) return id;
  if (hasPrefix(text, index, RESERVED_PREFIX)) return OURS;
  return mayCollide && hasUnderscore(text, index) && collides(text, index, count) ? OURS : 0;
}

/**
 * Applications that read fields as variables take `X_Real_IP` for `X-Real-IP`: such a name is not passed on where its
 * twin means something to us or stands in the same head.
 */
function collides(text: string, index: number, count: number): boolean {
  const twin = fieldName(text, index).replaceAll('_', '-');
  if (twin in IDS || twin.startsWith(RESERVED_PREFIX)) return true;
  for (let other = 0; other < count; other += 1) if (fieldName(text, other) === twin) return true;
  return false;
}

const KEEP = 'keep';
const DROP = 'drop';

function take(head: RequestHead, id: number, index: number): typeof KEEP | typeof DROP | WireProblem {
  const { text } = head;
  if (id === OURS) return DROP;
  const value = fieldValue(text, index);
  if (id === HOST) return takeHost(head, value);
  if (id === CONNECTION) head.connection.add(value);
  else if (id === LENGTH) return head.framing.addLength(value) ?? KEEP;
  else if (id === CODING) return head.framing.addCoding(value, head.minor) ?? DROP;
  else if (id === EXPECT) return takeExpect(head, value);
  else if (id === COOKIE) return takeCookie(head, value);
  else if (id === UPGRADE && !/\bh2c?\b/i.test(value)) head.upgrade = value;
  return DROP;
}

function takeHost(head: RequestHead, value: string): typeof DROP | WireProblem {
  if (head.host !== '') return PROBLEMS.severalHosts;
  const host = hostOf(value);
  if (host === undefined) return PROBLEMS.badHost;
  head.authority = value;
  head.host = host;
  return DROP;
}

/** A request line with a whole URL goes before Host, which has to be there all the same (RFC 9112 §3.2.2). */
function settleHost(head: RequestHead, authority: string | undefined): WireProblem | undefined {
  if (head.host === '') return PROBLEMS.noHost;
  if (authority === undefined) return undefined;
  const host = hostOf(authority);
  if (host === undefined) return PROBLEMS.badTarget;
  head.authority = authority;
  head.host = host;
  return undefined;
}

/** HTTP/1.0 knows no 100, so that asking for one means nothing there (RFC 9110 §10.1.1). */
function takeExpect(head: RequestHead, value: string): typeof KEEP | typeof DROP | WireProblem {
  if (value.toLowerCase() !== '100-continue') return PROBLEMS.expectationUnknown;
  if (head.minor === 0 || head.expectsContinue) return DROP;
  head.expectsContinue = true;
  return KEEP;
}

function takeCookie(head: RequestHead, value: string): typeof KEEP | typeof DROP {
  if (!value.includes(OURS_HINT)) return KEEP;
  const rest = value.split(';').filter((cookie) => !isReservedCookie(cookie.trim()));
  if (rest.length > 0) head.passed = `cookie: ${rest.join(';').trim()}\r\n${head.passed}`;
  return DROP;
}
