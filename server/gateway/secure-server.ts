// TLS to visitors: the certificate by the name they ask for (SNI, RFC 6066 §3), HTTP/2 or HTTP/1.1 by what they can
// (ALPN, RFC 7301). TLS 1.2 and up, by Node's own defaults.
import { performServerHandshake } from 'node:http2';
import { createServer, type SecureContext, type Server, type TLSSocket } from 'node:tls';
import type { House, OpenConnection, Peer } from '#server/gateway/house.ts';
import { VisitorConnection } from '#server/gateway/visitor-connection.ts';
import { VisitorSession } from '#server/gateway/visitor-session.ts';

/** What a visitor is shown; undefined where there is no certificate for the name that it asks for. */
export type ContextFor = (serverName: string | undefined) => SecureContext | undefined;

const SESSION_SETTINGS = { maxConcurrentStreams: 128, maxHeaderListSize: 64 * 1024 };

/** A server of TLS connections that are handed on when the handshake is done. */
export function secureServer(
  contextFor: ContextFor,
  handshakeMs: number,
  onSecure: (socket: TLSSocket) => void,
): Server {
  const server = createServer({
    ALPNProtocols: ['h2', 'http/1.1'],
    SNICallback: (name, done) => done(null, contextFor(name)),
    handshakeTimeout: handshakeMs,
    noDelay: true,
  });
  server.on('secureConnection', onSecure);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}

/** The connection behind a handshake, of the protocol that was agreed on. */
export function secureConnection(socket: TLSSocket, house: House, peer: Peer): OpenConnection {
  if (socket.alpnProtocol !== 'h2') return new VisitorConnection(socket, house, peer);
  const session = performServerHandshake(socket, { settings: SESSION_SETTINGS, maxHeaderListPairs: 128 });
  return new VisitorSession(session, house, peer);
}
