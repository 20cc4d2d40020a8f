// What an instance is told of who is asking. A visitor's own claims are not passed on; only a proxy that the
// settings name is believed, since it is the one that saw the visitor.
import { randomBytes } from 'node:crypto';
import type { Peer } from '#server/gateway/house.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';

const REQUEST_ID = /^[\w.:+/=-]{1,128}$/;

/** Of this worker. A number of its own behind it costs a request a hundredth of a random id. */
const WORKER = randomBytes(9).toString('base64url');
let lastRequest = 0;

function newRequestId(): string {
  lastRequest += 1;
  return `${WORKER}-${lastRequest.toString(36)}`;
}

/** An id of the proxy's where it gave one, else a new one. */
export function requestIdOf(head: RequestHead, peer: Peer): string {
  const given = peer.isTrusted ? head.header('x-request-id') : undefined;
  return given !== undefined && REQUEST_ID.test(given) ? given : newRequestId();
}

/** Lines, each with its CR LF. */
export function toldLines(head: RequestHead, peer: Peer, requestId: string): string {
  const proto = peer.isSecure ? 'https' : 'http';
  if (!peer.isTrusted) return linesOf(peer.address, head.authority, proto, requestId);
  const before = head.header('x-forwarded-for');
  const givenProto = head.header('x-forwarded-proto')?.toLowerCase();
  return linesOf(
    before === undefined ? peer.address : `${latin1(before)}, ${peer.address}`,
    latin1(head.header('x-forwarded-host') ?? head.authority),
    givenProto === 'https' || givenProto === 'http' ? givenProto : proto,
    requestId,
  );
}

function linesOf(forwardedFor: string, host: string, proto: string, requestId: string): string {
  return `x-forwarded-for: ${forwardedFor}\r\nx-forwarded-host: ${host}\r\nx-forwarded-proto: ${proto}\r\nx-request-id: ${requestId}\r\n`;
}

/** Heads are written as Latin-1; what was read as UTF-8 goes back to its bytes. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
