import { once } from 'node:events';
import { type AddressInfo, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Entrance } from '#server/gateway/entrance.ts';
import type { OpenConnection, Peer } from '#server/gateway/house.ts';
import { type ContextFor, secureConnection, secureServer } from '#server/gateway/secure-server.ts';
import { VisitorConnection } from '#server/gateway/visitor-connection.ts';
import type { IsTrusted } from '#server/trusted-proxies.ts';

/** A visitor whose machine is gone says nothing; TCP finds out. */
const TCP_KEEP_ALIVE_MS = 60_000;
/** For requests that were already on the wire when the listener closed. */
const LINGER_MS = 200;

const ACCEPTED = {
  allowHalfOpen: true,
  pauseOnConnect: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
};

/** Takes visitors' connections, and knows what is still open. */
export class Listener {
  readonly #servers: Server[];
  readonly #entrance: Entrance;
  readonly #isTrusted: IsTrusted;
  readonly #open = new Set<OpenConnection>();
  /** Sockets under TLS, of which some have not come to a connection yet. */
  readonly #raw = new Set<Socket>();
  #whenQuiet: (() => void) | undefined;

  constructor(entrance: Entrance, isTrusted: IsTrusted) {
    this.#entrance = entrance;
    this.#isTrusted = isTrusted;
    this.#servers = [createServer(ACCEPTED)];
    this.#servers[0]?.on('connection', (socket) => {
      this.#open.add(new VisitorConnection(socket, this.#entrance, this.#peerOf(socket, false)));
    });
  }

  /** On a port, or on a socket that this process has got. Gives the port. Throws where it cannot be had. */
  async listen(on: { port: number } | { fd: number }): Promise<number> {
    return listenOn(this.#servers[0], on);
  }

  /** Takes TLS connections too; workers share the port. Gives it. Throws where it cannot be had. */
  async listenSecurely(port: number, contextFor: ContextFor): Promise<number> {
    const server = secureServer(contextFor, this.#entrance.limits.headMs, (socket) => {
      this.#open.add(secureConnection(socket, this.#entrance, this.#peerOf(socket, true)));
    });
    this.#servers.push(server);
    server.on('connection', (socket: Socket) => this.#watchHandshake(socket));
    return listenOn(server, { port, reusePort: port !== 0 });
  }

  /** Stops accepting, waits for what is open until the deadline, then cuts the rest. Gives the number cut. */
  async close(deadlineMs: number): Promise<number> {
    const closed = Promise.all(this.#servers.map((server) => once(server, 'close')));
    this.#entrance.drain();
    for (const server of this.#servers) server.close();
    const deadline = AbortSignal.timeout(deadlineMs);
    await delay(LINGER_MS, undefined, { signal: deadline }).catch(ignoreAbort);
    for (const connection of this.#open) connection.drain();
    await this.#quiet(deadline);
    const cut = this.#busy();
    for (const connection of this.#open) connection.destroy();
    for (const socket of this.#raw) socket.destroySoon();
    await closed;
    return cut;
  }

  /** A connection has said its last, or is closed. */
  onOver(connection: OpenConnection, isClosed: boolean): void {
    if (isClosed) this.#open.delete(connection);
    if (this.#entrance.isDraining() && this.#busy() === 0) this.#whenQuiet?.();
  }

  #busy(): number {
    let busy = 0;
    for (const connection of this.#open) if (!connection.isOver) busy += 1;
    return busy;
  }

  #peerOf(socket: Socket, isSecure: boolean): Peer {
    const address = addressOf(socket);
    return { address, isTrusted: this.#isTrusted(address), isSecure };
  }

  #watchHandshake(socket: Socket): void {
    this.#raw.add(socket);
    socket.once('close', () => this.#raw.delete(socket));
  }

  #quiet(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#whenQuiet = resolve;
      deadline.addEventListener('abort', () => resolve(), { once: true });
      if (this.#busy() === 0 || deadline.aborted) resolve();
    });
  }
}

async function listenOn(server: Server | undefined, on: ListenOptions | { fd: number }): Promise<number> {
  if (!server) throw new Error('there is nothing to listen with');
  server.listen(on);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** IPv4 visitors of a socket that listens on both come as ::ffff:1.2.3.4. */
function addressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

function ignoreAbort(): void {
  // The deadline came: nothing is left to wait for.
}
