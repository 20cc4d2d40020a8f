import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { hasBody } from '#server/gateway/request-body.ts';

/**
 * Whether a request may leave HTTP. A body would have to be told apart from the new protocol's bytes, and h2c would
 * carry further requests past the gateway's rules: both are answered as if no upgrade was asked for, as every server
 * may (RFC 9110 §7.8).
 */
export function mayUpgrade(request: IncomingMessage): boolean {
  const { upgrade } = request.headers;
  return upgrade !== undefined && !/\bh2c?\b/i.test(upgrade) && !hasBody(request);
}

/**
 * A response on a connection that asked for an upgrade, because the instance may say no, and so may we. The connection
 * closes after it.
 */
export function responseOn(request: IncomingMessage, socket: Socket, head: Buffer): ServerResponse {
  if (head.length > 0) socket.unshift(head);
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  response.shouldKeepAlive = false;
  socket.on('drain', () => response.emit('drain'));
  response.on('finish', () => endThenClose(socket));
  return response;
}

/**
 * Says 101 to the visitor and lets the bytes run both ways until both sides are closed. When one has closed, the
 * other gets what was still on its way and is closed too.
 */
export function joinSockets(
  response: ServerResponse,
  headers: readonly string[],
  upstream: Duplex,
  onClosed: () => void,
): void {
  const { socket: visitor, req: request } = response;
  if (!visitor) throw new Error('the visitor has left already');
  response.detachSocket(visitor);
  visitor.write(headOf(headers, request.headers.upgrade ?? ''), 'latin1');
  let open = 2;
  const follow = (side: Duplex, other: Duplex) => {
    side.pipe(other);
    side.on('error', () => other.destroy());
    side.on('close', () => {
      endThenClose(other);
      open -= 1;
      if (open === 0) onClosed();
    });
  };
  follow(visitor, upstream);
  follow(upstream, visitor);
}

function endThenClose(socket: Duplex): void {
  socket.end(() => socket.destroy());
}

function headOf(headers: readonly string[], protocol: string): string {
  const lines = [`HTTP/1.1 101 ${STATUS_CODES[101]}`, 'connection: upgrade', `upgrade: ${protocol}`];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    lines.push(`${headers[index]}: ${headers[index + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
