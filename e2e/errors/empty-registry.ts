// A registry on this machine that has no image, and lets nobody see what is below `private/`.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class EmptyRegistry {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<EmptyRegistry> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new EmptyRegistry(server);
  }

  /** An image name below this registry; engines take loopback to need no TLS. */
  reference(name: string): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** Distribution specification v1.1: the check of /v2/, and errors with their codes. */
function answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
  if (url === '/v2/') send(response, 200, {});
  else if (url.startsWith('/v2/private/')) refuse(response);
  else send(response, 404, errorOf('MANIFEST_UNKNOWN', 'manifest unknown'));
}

function refuse(response: ServerResponse): void {
  response.setHeader('www-authenticate', 'Basic realm="private"');
  send(response, 401, errorOf('UNAUTHORIZED', 'authentication required'));
}

function errorOf(code: string, message: string) {
  return { errors: [{ code, message, detail: {} }] };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.setHeader('docker-distribution-api-version', 'registry/2.0');
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
