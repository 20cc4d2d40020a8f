// Everything the plan asks about one service, gathered without waiting for anything.
import { listOpenSteps } from '#db/stores/deployment-steps.ts';
import { loadDesiredService } from '#db/stores/desired-service.ts';
import { listLiveWorkers } from '#db/stores/gateway-workers.ts';
import { listInstances } from '#db/stores/instances.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { readLastRequests } from '#db/stores/version-load.ts';
import { listVersionStatuses } from '#db/stores/version-status.ts';
import { listWakeRequests } from '#db/stores/wake-requests.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { instanceKey } from '#server/deployer/keys.ts';
import type { Instance } from '#server/domain/instance.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import type { ObservedInstance, ObservedService } from '#server/domain/plan/observed.ts';
import { FAILURE_MEMORY_MS } from '#server/domain/plan/restart-pause.ts';
import { DEFAULT_SCALE_SETTINGS } from '#server/domain/scale-settings.ts';

export type RoundFacts = { desired: DesiredService; observed: ObservedService };

export function readFacts(context: DeployerContext, serviceId: string): RoundFacts {
  const observed = observe(context, serviceId);
  const desired = loadDesiredService(context.db, serviceId) ?? forgottenService(serviceId, observed);
  return { desired, observed };
}

function observe(context: DeployerContext, serviceId: string): ObservedService {
  const { db, metrics, engine, findings, machine, times } = context;
  const now = context.now();
  const { isListed, downSince } = engine;
  const versionStatuses = listVersionStatuses(db, serviceId);
  return {
    engine: { isListed, downSince },
    instances: listInstances(db, serviceId, now - FAILURE_MEMORY_MS).map((row) => observed(context, row)),
    routes: findRoutes(db, serviceId) ?? null,
    workers: listLiveWorkers(db, metrics, now - times.workerSilentMs),
    versionStatuses,
    askedAt: listWakeRequests(db, serviceId),
    lastRequestAt: readLastRequests(metrics, serviceId, [...versionStatuses.keys()]),
    loads: context.loads,
    steps: listOpenSteps(db, serviceId),
    images: findings.images,
    capacity: machine.capacity(),
  };
}

function observed(context: DeployerContext, instance: Instance): ObservedInstance {
  const { engine, findings, activities, runner } = context;
  return {
    instance,
    container: engine.get(instance.id) ?? null,
    isStartUnderWay: activities.isUnderWay(instanceKey(instance.id), 'start'),
    startError: findings.startErrors.get(instance.id) ?? null,
    probe: findings.probes.get(instance.id) ?? null,
    health: findings.health.get(instance.id) ?? null,
    isRelayed: runner.networks !== null && !findings.leftRelay.has(instance.id),
  };
}

/** A service whose rows went with its environment: all that may be left of it are routes and instances. */
function forgottenService(serviceId: string, { routes }: ObservedService): DesiredService {
  return {
    id: serviceId,
    name: routes?.document?.serviceName ?? '',
    environmentId: routes?.document?.environmentId ?? '',
    networkId: '',
    host: routes?.document?.host ?? '',
    releaseMode: 'standard',
    isPaused: true,
    keepsVisitors: false,
    isDeleted: true,
    generation: routes?.document?.generation ?? 0,
    policy: { mode: 'percent', shares: [] },
    scaling: DEFAULT_SCALE_SETTINGS,
    versions: [],
  };
}
