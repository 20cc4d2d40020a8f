// For the tests of this room: a gateway on real files and ports, instances that are real servers, and a client.
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { berthFile, type Db, type MetricsDb, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import { saveRoutes } from '#db/stores/routes.ts';
import { newDataFolder } from '#db/temporary.ts';
import type { RouteInstance, ServiceRoutes } from '#server/domain/routes.ts';
import { type Gateway, type GatewayOptions, startGateway } from '#server/gateway/gateway.ts';

export const BASE_DOMAIN = 'berth.test';

export type TestGateway = Gateway & {
  dataDir: string;
  db: Db;
  metrics: MetricsDb;
  /** Puts a service's routes in place and gives the revision at once. */
  save(routes: ServiceRoutes | null, serviceId?: string): number;
  /** Starts one more worker on the same data folder. */
  start(): Promise<Gateway>;
  /** True once this worker acknowledged a revision. */
  serves(revision: number): boolean;
};

/** A gateway on a data folder of its own, with the given routes in place before it starts. */
export async function testGateway(
  t: TestContext,
  routes: ServiceRoutes[],
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const dataDir = newDataFolder();
  const db = openDb(berthFile(dataDir));
  const metrics = openMetricsDb(metricsFile(dataDir));
  const save = (document: ServiceRoutes | null, serviceId = document?.serviceId ?? 'web') =>
    saveRoutes(db, serviceId, document);
  for (const document of routes) save(document);
  const start = () =>
    startGateway({
      dataDir,
      port: 0,
      baseDomain: BASE_DOMAIN,
      consoleUrl: 'http://console.test:3000',
      times: { drainDeadlineMs: 200, workerSilentMs: 5_000, holdMs: 30_000, waitingPageMs: 3_000 },
      ...options,
    });
  const gateway = await start();
  t.after(async () => {
    await gateway.stop();
    db.$client.close();
    metrics.$client.close();
    rmSync(dataDir, { recursive: true });
  });
  const served = db.$client.prepare('select served_revision from gateway_workers where id = ?').pluck();
  return {
    ...gateway,
    dataDir,
    db,
    metrics,
    save,
    start,
    serves: (revision) => Number(served.get(gateway.workerId) ?? 0) >= revision,
  };
}

/** Routes of the service `web` (host label `web-abc123`): version id → its instances' ports. */
export function routesOf(
  shares: Record<string, number>,
  versions: Record<string, (number | RouteInstance)[]>,
  changes: Partial<ServiceRoutes> = {},
): ServiceRoutes {
  return {
    serviceId: 'web',
    serviceName: 'web',
    environmentId: 'environment',
    generation: 1,
    host: 'web-abc123',
    isPaused: false,
    traffic: {
      mode: 'percent',
      shares: Object.entries(shares).map(([versionId, percent]) => ({ versionId, percent })),
    },
    versions: Object.entries(versions).map(([versionId, instances]) => ({
      versionId,
      versionName: `web-${versionId}`,
      testHost: `${versionId}-web-abc123`,
      isWakeable: false,
      instances: instances.map((instance) =>
        typeof instance === 'number' ? instanceAt(instance) : instance,
      ),
    })),
    ...changes,
  };
}

export function instanceAt(port: number, changes: Partial<RouteInstance> = {}): RouteInstance {
  return { instanceId: `instance-${port}`, host: '127.0.0.1', port, isDraining: false, ...changes };
}

/** A real HTTP server as an instance; gives its port and the server. */
export async function testInstance(
  t: TestContext,
  handler: http.RequestListener,
): Promise<{ port: number; server: http.Server }> {
  const server = http.createServer(handler);
  return { port: await listening(t, server, () => server.closeAllConnections()), server };
}

/** Lets a server listen on a free port until the test ends. */
export async function listening(t: TestContext, server: Server, cut: () => void = () => {}): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    cut();
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export type Asked = { status: number; headers: http.IncomingHttpHeaders; body: string };
export type Ask = http.RequestOptions & { body?: string; host?: string };

export const WEB_HOST = `web-abc123.${BASE_DOMAIN}`;

/** Sends one request to the gateway as a visitor of `host` (the service `web`). */
export async function ask({ port }: { port: number }, options: Ask = {}): Promise<Asked> {
  const { host = WEB_HOST, body, headers, ...rest } = options;
  const request = http.request({ ...rest, port, host: '127.0.0.1', headers: { host, ...headers } });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks = await response.toArray();
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

/** Waits for a condition; throws after the deadline. */
export async function until(condition: () => unknown, deadlineMs = 5_000): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not true in ${deadlineMs} ms: ${condition}`);
    await delay(2);
  }
}
