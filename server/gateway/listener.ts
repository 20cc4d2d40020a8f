import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Entrance } from '#server/gateway/entrance.ts';
import type { OpenConnection } from '#server/gateway/house.ts';
import type { IsTrusted } from '#server/gateway/trusted-proxies.ts';
import { VisitorConnection } from '#server/gateway/visitor-connection.ts';

/** A visitor whose machine is gone says nothing; TCP finds out. */
const TCP_KEEP_ALIVE_MS = 60_000;
/** For requests that were already on the wire when the listener closed. */
const LINGER_MS = 200;

/** Takes visitors' connections, and knows what is still open. */
export class Listener {
  readonly #server: Server;
  readonly #entrance: Entrance;
  readonly #isTrusted: IsTrusted;
  readonly #open = new Set<OpenConnection>();
  #whenQuiet: (() => void) | undefined;

  constructor(entrance: Entrance, isTrusted: IsTrusted) {
    this.#entrance = entrance;
    this.#isTrusted = isTrusted;
    this.#server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
    });
    this.#server.on('connection', (socket) => this.#onConnection(socket));
  }

  /** On a port, or on a socket that this process has got. Gives the port. Throws where it cannot be had. */
  async listen(on: { port: number } | { fd: number }): Promise<number> {
    this.#server.listen(on);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Stops accepting, waits for what is open until the deadline, then cuts the rest. Gives the number cut. */
  async close(deadlineMs: number): Promise<number> {
    const closed = once(this.#server, 'close');
    this.#entrance.drain();
    this.#server.close();
    const deadline = AbortSignal.timeout(deadlineMs);
    await delay(LINGER_MS, undefined, { signal: deadline }).catch(ignoreAbort);
    for (const connection of this.#open) connection.drain();
    await this.#quiet(deadline);
    const cut = this.#busy();
    for (const connection of this.#open) connection.destroy();
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

  #onConnection(socket: Socket): void {
    const address = addressOf(socket);
    const peer = { address, isTrusted: this.#isTrusted(address), isSecure: false };
    this.#open.add(new VisitorConnection(socket, this.#entrance, peer));
  }

  #quiet(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#whenQuiet = resolve;
      deadline.addEventListener('abort', () => resolve(), { once: true });
      if (this.#busy() === 0 || deadline.aborted) resolve();
    });
  }
}

/** IPv4 visitors of a socket that listens on both come as ::ffff:1.2.3.4. */
function addressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

function ignoreAbort(): void {
  // The deadline came: nothing is left to wait for.
}
