// The routes as the deployer would write them for the bench's services.
import type { Backends, Version } from '#bench/gateway/backends.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';

/** The services `split` and `echo`. */
export function benchRoutes({ versions, echoPort }: Backends): ServiceRoutes[] {
  return [routesOf('split', versions), routesOf('echo', [{ name: 'v1', port: echoPort, percent: 100 }])];
}

/** One instance a version. `name` is the label of the default domain too. */
export function routesOf(name: string, versions: readonly Version[]): ServiceRoutes {
  return {
    serviceId: name,
    serviceName: name,
    environmentId: 'bench',
    generation: 1,
    host: name,
    isPaused: false,
    traffic: {
      mode: 'percent',
      shares: versions.map(({ name: version, percent }) => ({ versionId: `${name}-${version}`, percent })),
    },
    versions: versions.map(({ name: version, port }) => ({
      versionId: `${name}-${version}`,
      versionName: `${name}-${version}`,
      testHost: `${version}-${name}`,
      isWakeable: true,
      instances: [{ instanceId: `${name}-${version}`, host: '127.0.0.1', port, isDraining: false }],
    })),
  };
}
