import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Db } from '#db/open.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { VersionNames } from '#server/gateway/version-labels.ts';
import { type WorkerFacts, WorkerRegistry } from '#server/gateway/worker-registry.ts';

const LOOPBACK = '127.0.0.1';
/** Workers, old and new ones together, that may have a port each. */
const PORTS = 16;
/** A page that a person on this machine looks at must not reach us under a name of its own (DNS rebinding). */
const OWN_NAMES = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

export type AdminFacts = Pick<WorkerFacts, 'meter' | 'log' | 'instancesOut'>;

/** Opens the port of a worker that reads the routes of `db`. What was opened is closed by the worker. */
export async function openAdmin(db: Db, facts: AdminFacts, firstPort: number): Promise<Admin> {
  const names = new VersionNames((serviceId) => findRoutes(db, serviceId)?.document);
  const admin = new Admin(new WorkerRegistry({ ...facts, names }));
  const port = await admin.listen(firstPort);
  if (port === undefined) console.error(`No port from ${firstPort} on is free for /metrics.`);
  return admin;
}

/** The port for those who run the machine: `/metrics`, for this machine only. */
export class Admin {
  readonly #registry: WorkerRegistry;
  readonly #server: Server;

  constructor(registry: WorkerRegistry) {
    this.#registry = registry;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => response.destroy(error));
    });
    this.#server.maxConnections = 20;
  }

  /**
   * Takes the first free port from `firstPort` on: each worker has its own, because each counts for itself. 0 takes any.
   * Gives undefined where all are taken; the traffic does not depend on it.
   */
  async listen(firstPort: number): Promise<number | undefined> {
    for (let port = firstPort; port < Math.min(firstPort + PORTS, 65_536); port += 1) {
      if (await this.#take(port)) return (this.#server.address() as AddressInfo).port;
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(port: number): Promise<boolean> {
    try {
      this.#server.listen(port, LOOPBACK);
      await once(this.#server, 'listening');
      this.#server.unref();
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' || code === 'EACCES') return false;
      throw error;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    if (!OWN_NAMES.test(request.headers.host ?? '')) return end(response, 403);
    if (request.url?.split('?')[0] !== '/metrics') return end(response, 404);
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
    const text = await this.#registry.scrape();
    response.setHeader('content-type', this.#registry.contentType);
    response.end(text);
  }
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
