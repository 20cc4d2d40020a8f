// The routes document of a service: where its requests may go.
import type { Instance } from '#server/domain/instance.ts';
import { isPresent } from '#server/domain/instance.ts';
import { testHostLabel } from '#server/domain/naming.ts';
import {
  type DesiredService,
  type DesiredVersion,
  isServable,
  isWakeable,
} from '#server/domain/plan/desired.ts';
import { trafficToCarry } from '#server/domain/plan/shares.ts';
import type { RouteInstance, RouteVersion, ServiceRoutes } from '#server/domain/routes.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';
import { type SeatRun, seatVisitors } from '#server/domain/visitor-seats.ts';

/**
 * Null once the service is deleted and its last instance gone, or where it never had routes. The document carries the service's generation only
 * with the policy itself; as long as another stands in for it it keeps the generation it had. One whose 应用业务探针
 * fails is left out.
 */
export function routesDocument(
  service: DesiredService,
  instances: readonly Instance[],
  carried: ServiceRoutes | null,
  isUnfit: (instanceId: string) => boolean = () => false,
  resting: ReadonlySet<string> = new Set(),
): ServiceRoutes | null {
  if (service.isDeleted && (!carried || !instances.some(isPresent))) return null;
  const routed = instances.filter(({ id, state }) => state !== 'ready' || !isUnfit(id));
  const ready = routed.filter((instance) => instance.state === 'ready');
  const { traffic, isPolicy } = trafficToCarry({
    policy: service.policy,
    carried: carried?.traffic ?? null,
    servable: new Set(service.versions.filter((version) => isServable(service, version)).map(({ id }) => id)),
    ready: new Set(ready.map((instance) => instance.versionId)),
    resting,
  });
  return {
    serviceId: service.id,
    serviceName: service.name,
    environmentId: service.environmentId,
    generation: isPolicy ? service.generation : (carried?.generation ?? 0),
    host: service.host,
    isPaused: service.isPaused,
    traffic,
    ...(service.keepsVisitors && { seats: seatsFor(traffic, carried) }),
    versions: service.versions.flatMap((version) => routeVersion(service, version, routed)),
  };
}

/** Rules ask nobody's seat: visitors find theirs again when percentages are back. */
function seatsFor(traffic: TrafficPolicy, carried: ServiceRoutes | null): readonly SeatRun[] {
  return seatVisitors(traffic.mode === 'percent' ? traffic.shares : [], carried?.seats);
}

function routeVersion(
  service: DesiredService,
  version: DesiredVersion,
  instances: readonly Instance[],
): RouteVersion[] {
  const reachable = instances
    .filter((instance) => instance.versionId === version.id)
    .flatMap(routeInstance)
    .sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
  if (reachable.length === 0 && !isServable(service, version)) return [];
  return [
    {
      versionId: version.id,
      versionName: version.name,
      testHost: testHostLabel(service.host, version.number),
      isWakeable: isWakeable(service, version),
      instances: reachable,
    },
  ];
}

function routeInstance(instance: Instance): RouteInstance[] {
  const { id, state, host, port } = instance;
  if ((state !== 'ready' && state !== 'draining') || host === null || port === null) return [];
  return [{ instanceId: id, host, port, isDraining: state === 'draining' }];
}
