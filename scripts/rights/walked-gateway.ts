// A real gateway before an instance of every version that is walked.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { saveRoutes } from '#db/stores/routes.ts';
import type { Objects } from '#scripts/rights/installation.ts';
import type { Walked } from '#scripts/rights/walked.ts';
import { consoleState } from '#server/api/console-state.ts';
import { testHostLabel } from '#server/domain/naming.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { startGateway } from '#server/gateway/gateway.ts';

export type WalkedGateway = AsyncDisposable & {
  /** Sends a GET as a visitor of `url`, by whatever port; follows no redirect. */
  visit(url: URL, cookie?: string): Promise<http.IncomingMessage>;
};

export async function openGateway({ objects }: Walked): Promise<WalkedGateway> {
  await using opening = new AsyncDisposableStack();
  const instance = http.createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1');
  opening.defer(() => closed(instance));
  await once(instance, 'listening');
  const { port } = instance.address() as AddressInfo;
  const { db, settings } = consoleState();
  for (const of of Object.values(objects)) saveRoutes(db, of.serviceId, routesOf(of, port));
  const { dataDir, baseDomain, times, consoleUrl } = settings;
  const gateway = await startGateway({ dataDir, baseDomain, times, consoleUrl, port: 0 });
  opening.defer(() => gateway.stop().then(() => undefined));
  const open = opening.move();
  return {
    visit: (url, cookie) => visit(gateway.port, url, cookie),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** Versions are called by their ids here, which the gateway then tells with every answer. */
function routesOf(
  { serviceId, environmentId, service, versionId, otherVersionId }: Objects,
  port: number,
): ServiceRoutes {
  const instances = [{ instanceId: 'walked', host: '127.0.0.1', port, isDraining: false }];
  const versions = [versionId, otherVersionId].map((id, index) => ({
    versionId: id,
    versionName: id,
    testHost: testHostLabel(service.host, index + 1),
    isWakeable: false,
    instances,
  }));
  const traffic = { mode: 'percent', shares: [{ versionId: otherVersionId, percent: 100 }] } as const;
  const { host, name: serviceName } = service;
  return {
    ...{ serviceId, environmentId, serviceName, host, versions },
    traffic: { ...traffic, shares: [...traffic.shares] },
    generation: 1,
    isPaused: false,
  };
}

async function visit(port: number, url: URL, cookie = ''): Promise<http.IncomingMessage> {
  const path = url.pathname + url.search;
  const request = http.get({
    host: '127.0.0.1',
    port,
    path,
    headers: { host: url.host, cookie },
    agent: false,
  });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  return response;
}

async function closed(server: http.Server): Promise<void> {
  server.close();
  server.closeAllConnections();
}
