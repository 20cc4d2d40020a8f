// Webshells: the one thing that the deployer serves to browsers, as it alone talks to the engine. A WebSocket on a port
// of its own; a page of the console opens it and sends a ticket that the console gave (commands/request-shell.ts), the
// deployer takes the ticket, starts a shell in the instance and carries both ways until one of them ends it, or the
// right is gone. Decision 032.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { endLeftShells } from '#server/commands/end-shell.ts';
import { OpenShells } from '#server/deployer/shell/open-shells.ts';
import { type ShellContext, shellCommands } from '#server/deployer/shell/shell-context.ts';
import { isShellOrigin } from '#server/domain/shell-address.ts';
import { SHELL_FRAME_BYTES } from '#server/domain/shell-protocol.ts';

/** Who connects and says nothing is let go of. */
const TICKET_WITHIN_MS = 10_000;
const MAX_CONNECTIONS = 128;
const LISTEN_AGAIN_MS = 5_000;

export class ShellServer {
  readonly #context: ShellContext;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: SHELL_FRAME_BYTES,
    perMessageDeflate: false,
  });
  readonly #shells: OpenShells;
  #listenAgain: NodeJS.Timeout | undefined;

  constructor(context: ShellContext) {
    this.#context = context;
    this.#shells = new OpenShells(context);
    this.#server = createServer((_, response) => response.writeHead(426, { upgrade: 'websocket' }).end());
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on('upgrade', (...asked) => this.#upgrade(...asked));
    this.#server.on('listening', () => clearTimeout(this.#listenAgain));
    this.#server.on('error', (error) => this.#onListenError(error));
    this.#endLeft();
  }

  /** Null while it does not listen. */
  get port(): number | null {
    return (this.#server.address() as AddressInfo | null)?.port ?? null;
  }

  /** Begins to listen, or tries again until it can. */
  listen(port: number): void {
    this.#listenAgain = setTimeout(() => this.listen(port), LISTEN_AGAIN_MS);
    this.#server.listen(port);
  }

  async close(): Promise<void> {
    clearTimeout(this.#listenAgain);
    this.#server.close();
    await this.#shells.close();
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
  }

  #onListenError(error: Error): void {
    this.#context.onError(`webshell: not listening, trying again in ${LISTEN_AGAIN_MS / 1000} s`, error);
  }

  /** What was open when this process last died ended with it. */
  #endLeft(): void {
    for (const { id, instanceId } of endLeftShells(shellCommands(this.#context))) {
      this.#context.shells
        ?.endLeft(instanceId)
        .catch((error) => this.#context.onError(`webshell ${id} of before`, error));
    }
  }

  /** A page of another origin has no ticket, and gets no chance to guess one. */
  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { settings, consolePort } = this.#context;
    const { origin = '', host = '' } = request.headers;
    socket.on('error', () => socket.destroy()); // It went away: nothing is open yet.
    if (!isShellOrigin(settings, consolePort, origin, host)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (connected) => this.#greet(connected));
  }

  #greet(socket: WebSocket): void {
    socket.on('error', () => {}); // A frame that is too large, or none at all: ws closes it, and that is heard of.
    const silence = setTimeout(() => socket.terminate(), TICKET_WITHIN_MS);
    socket.once('close', () => clearTimeout(silence));
    socket.once('message', (message) => {
      clearTimeout(silence);
      void this.#shells.greet(socket, message);
    });
  }
}
