import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Entrance } from '#server/gateway/entrance.ts';
import { mayUpgrade, responseOn } from '#server/gateway/upgrade.ts';

/** A head has to be complete by then; bodies and answers may take as long as they like. */
const HEAD_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
/** A visitor whose machine is gone says nothing; TCP finds out. */
const TCP_KEEP_ALIVE_MS = 60_000;
/** For requests that were already on the wire when the listener closed. */
const LINGER_MS = 200;

type Open = { destroy(): void };

/** The HTTP server: parses what comes in, hands it to the entrance, and knows what is still open. */
export class Listener {
  readonly #server: Server;
  readonly #entrance: Entrance;
  readonly #open = new Set<Open>();
  #whenQuiet: (() => void) | undefined;

  constructor(entrance: Entrance) {
    this.#entrance = entrance;
    this.#server = createServer({
      headersTimeout: HEAD_TIMEOUT_MS,
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
      shouldUpgradeCallback: mayUpgrade,
    });
    this.#server.on('request', (request, response) => this.#onRequest(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#onUpgrade(request, socket as Socket, head));
    this.#server.on('connect', (_request, socket) => endWith(socket, '405 Method Not Allowed'));
    this.#server.on('clientError', onClientError);
  }

  /** Gives the port. Throws where it cannot be had. */
  async listen(port: number): Promise<number> {
    this.#server.listen(port);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Stops accepting, waits for what is open until the deadline, then cuts the rest. Gives the number cut. */
  async close(deadlineMs: number): Promise<number> {
    const closed = once(this.#server, 'close');
    this.#entrance.drain();
    this.#server.close();
    const deadline = AbortSignal.timeout(deadlineMs);
    do {
      await this.#quiet(deadline);
      await delay(LINGER_MS, undefined, { signal: deadline }).catch(ignoreAbort);
    } while (this.#open.size > 0 && !deadline.aborted);
    const cut = this.#open.size;
    for (const open of this.#open) open.destroy();
    this.#server.closeAllConnections();
    await closed;
    return cut;
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    this.#track(response, response);
    this.#enter(request, response, null);
  }

  #onUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.on('error', ignoreAbort); // 'close' follows and tells the exchange.
    this.#track(socket, socket);
    this.#enter(request, responseOn(request, socket, head), request.headers.upgrade ?? null);
  }

  /** A mistake of ours ends the one request that met it, not the process that carries all others. */
  #enter(request: IncomingMessage, response: ServerResponse, upgrade: string | null): void {
    try {
      this.#entrance.enter(request, response, upgrade);
    } catch (error) {
      console.error('A request failed in the gateway itself.', error);
      response.destroy();
    }
  }

  #track(open: Open, closing: NodeJS.EventEmitter): void {
    this.#open.add(open);
    closing.once('close', () => {
      this.#open.delete(open);
      if (!this.#entrance.isDraining()) return;
      this.#server.closeIdleConnections();
      if (this.#open.size === 0) this.#whenQuiet?.();
    });
  }

  #quiet(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#whenQuiet = resolve;
      deadline.addEventListener('abort', () => resolve(), { once: true });
      if (this.#open.size === 0 || deadline.aborted) resolve();
    });
  }
}

/** What never became a request gets its answer by hand. */
function onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else if (error.code === 'HPE_HEADER_OVERFLOW') endWith(socket, '431 Request Header Fields Too Large');
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') endWith(socket, '408 Request Timeout');
  else endWith(socket, '400 Bad Request');
}

function endWith(socket: Duplex, status: string): void {
  socket.on('error', ignoreAbort);
  const body = JSON.stringify({ code: 'request_malformed', message: status.slice(4) });
  const head = `HTTP/1.1 ${status}\r\nconnection: close\r\ncache-control: no-store\r\n`;
  const type = `content-type: application/json\r\ncontent-length: ${body.length}\r\n`;
  socket.end(`${head}${type}\r\n${body}`, () => socket.destroy());
}

function ignoreAbort(): void {
  // The other side left first, or the deadline came: nothing is left to do here.
}
