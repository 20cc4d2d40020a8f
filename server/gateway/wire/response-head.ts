// Reads the head of an instance's answer, as strictly as a request's: what could be read in two ways is a broken
// answer, not one to be guessed at.
import { reachesOut } from '#server/gateway/cookie-fence.ts';
import { CR, IS_VALUE, LF, SPACE } from '#server/gateway/wire/characters.ts';
import { ConnectionOptions, withoutNamed } from '#server/gateway/wire/connection-options.ts';
import { fieldValue, lineStart, readFields } from '#server/gateway/wire/fields.ts';
import { Framing } from '#server/gateway/wire/framing.ts';
import { NameTable } from '#server/gateway/wire/names.ts';
import { PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';

const CONNECTION = 1;
const LENGTH = 2;
const CODING = 3;
/** Ends here: hop-by-hop, or what is the gateway's to say. */
const OURS = 4;
const UPGRADE = 5;
/** May say something about other hosts than the one that answers. */
const WIDE = 6;

const NAMES = new NameTable({
  connection: CONNECTION,
  'content-length': LENGTH,
  'transfer-encoding': CODING,
  'keep-alive': OURS,
  'proxy-authenticate': OURS,
  'proxy-connection': OURS,
  te: OURS,
  upgrade: UPGRADE,
  'set-cookie': WIDE,
  'clear-site-data': WIDE,
  'x-request-id': OURS,
  'x-cloudberth-version': OURS,
});

export class ResponseHead {
  readonly kind = 'response';
  readonly framing = new Framing();
  readonly connection = new ConnectionOptions();
  readonly status: number;
  /** `200 OK`, as the instance said it. */
  readonly statusText: string;
  readonly minor: number;
  /** Lines for the visitor, each with its CR LF: all fields but those that end here and Content-Length. */
  passed = '';
  /** A field of it is for the cookie fence to look at. */
  isWide = false;
  /** The protocol that a 101 changes to. */
  upgrade = '';

  constructor(statusText: string, minor: number) {
    this.statusText = statusText;
    this.status = Number(statusText.slice(0, 3));
    this.minor = minor;
  }
}

/** `text`: the bytes from the status line to the empty line, both included, as Latin-1. */
export function readResponseHead(text: string): ResponseHead | WireProblem {
  const lineEnd = endOfStatusLine(text);
  if (lineEnd === -1) return PROBLEMS.badStatusLine;
  const head = new ResponseHead(text.slice(9, lineEnd), text.charCodeAt(7) - ZERO);
  const count = readFields(text, lineEnd + 2, text.length - 2);
  if (typeof count !== 'number') return count;
  return sortFields(head, text, lineEnd + 2, count) ?? head.framing.check() ?? settle(head);
}

const ZERO = 0x30;

/** Where `HTTP/1.x SP 3DIGIT [SP reason] CR LF` ends (RFC 9112 §4); -1 where it is anything else. */
function endOfStatusLine(text: string): number {
  if (!text.startsWith('HTTP/1.1 ') && !text.startsWith('HTTP/1.0 ')) return -1;
  const status = digitAt(text, 9) * 100 + digitAt(text, 10) * 10 + digitAt(text, 11);
  if (!(status >= 100)) return -1;
  let at = 12;
  if (text.charCodeAt(at) === SPACE) while (IS_VALUE[text.charCodeAt(at)] === 1) at += 1;
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at : -1;
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

function sortFields(head: ResponseHead, text: string, from: number, count: number): WireProblem | undefined {
  let runStart = from;
  for (let index = 0; index < count; index += 1) {
    const id = NAMES.find(text, index);
    if (id === 0) continue;
    if (id === WIDE) {
      head.isWide ||= reachesOut(fieldValue(text, index));
      continue;
    }
    const wrong = id === OURS ? undefined : take(head, id, fieldValue(text, index));
    if (wrong) return wrong;
    head.passed += text.slice(runStart, lineStart(index));
    runStart = index + 1 < count ? lineStart(index + 1) : text.length - 2;
  }
  head.passed += text.slice(runStart, text.length - 2);
  return undefined;
}

function take(head: ResponseHead, id: number, value: string): WireProblem | undefined {
  if (id === CONNECTION) head.connection.add(value);
  else if (id === UPGRADE) head.upgrade = value;
  else if (id === LENGTH) return head.framing.addLength(value);
  else return head.framing.addCoding(value, head.minor);
  return undefined;
}

function settle(head: ResponseHead): ResponseHead {
  const { named } = head.connection;
  if (named) head.passed = withoutNamed(head.passed, named);
  return head;
}
