// 内网地址: inside its network a service has one IP for life, and each of its versions a port there (S2-2, S2-3). Behind
// it stands a relay: a TCP forwarder that follows a table, which is compiled here from the same routes as the gateway's.
import type { DesiredVersion } from '#server/domain/plan/desired.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { fullTraffic, type Share, type TrafficPolicy } from '#server/domain/traffic.ts';
import { turnsOf } from '#server/domain/weighted-choice.ts';

const VERSION_PORTS_FROM = 10_000;
const HTTP_PORT = 80;
const LAST_PORT = 65_535;

/** A version's port at the service's IP: by its number, which is never reused, and so for life. 55 535 versions have one. */
export function internalPort(versionNumber: number): number {
  return VERSION_PORTS_FROM + versionNumber;
}

export function internalAddress(host: string, versionNumber: number): string {
  return `${host}:${internalPort(versionNumber)}`;
}

export type RelayTarget = { instanceId: string; port: number };

export type RelayTable = {
  /** `turns`: the versions in the order in which connections take them, to be repeated for ever. */
  listeners: { port: number; turns: string[] }[];
  /** By version: the instances that take new connections. */
  targets: Record<string, RelayTarget[]>;
};

/**
 * What the relay of a service does. Each version listens at its own port; the service itself at port 80 and at the
 * ports of the versions with traffic, split as the gateway splits; nobody listens there while it is paused. By rules
 * it leads to the default version: a relay reads no requests.
 */
export function relayTable(
  routes: ServiceRoutes,
  versions: readonly Pick<DesiredVersion, 'id' | 'number' | 'spec' | 'serving'>[],
  portOf: (instanceId: string) => number | undefined,
): RelayTable {
  const routed = routes.versions.flatMap(
    ({ versionId }) => versions.find(({ id }) => id === versionId) ?? [],
  );
  const own = routed
    .map(({ id, number }) => ({ port: internalPort(number), turns: [id] }))
    .filter(({ port }) => port <= LAST_PORT);
  const turns = routes.isPaused ? [] : turnsOf(sharesOf(routes.traffic));
  const taken = new Set(own.map(({ port }) => port));
  const ports = turns.length === 0 ? [] : servicePorts(routed, turns).filter((port) => !taken.has(port));
  return {
    listeners: [...own, ...ports.map((port) => ({ port, turns }))],
    targets: Object.fromEntries(
      routes.versions.map(({ versionId, instances }) => [
        versionId,
        instances
          .filter(({ isDraining }) => !isDraining)
          .flatMap(({ instanceId }) => {
            const port = portOf(instanceId);
            return port === undefined ? [] : [{ instanceId, port }];
          }),
      ]),
    ),
  };
}

/** While an update changes the port, the one from before answers as well. */
function servicePorts(
  versions: readonly Pick<DesiredVersion, 'id' | 'spec' | 'serving'>[],
  turns: string[],
): number[] {
  const served = versions.filter(({ id }) => turns.includes(id));
  const listening = served.flatMap(({ spec, serving }) => [spec.port, serving.spec.port]);
  return [...new Set([HTTP_PORT, ...listening])].toSorted((a, b) => a - b);
}

function sharesOf(traffic: TrafficPolicy): Share[] {
  return traffic.mode === 'percent' ? traffic.shares : fullTraffic(traffic.defaultVersionId).shares;
}
