import { findRunningDeployment } from '#db/stores/deployments.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { findService, raiseGeneration, readPolicy, type Service, writePolicy } from '#db/stores/services.ts';
import { countVersions, findVersion, updateVersion, type Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { hasTraffic, NO_TRAFFIC, percentOf, type TrafficPolicy } from '#server/domain/traffic.ts';

/**
 * Deletes a version; its number is never used again (S3-58). Throws not_found, version_has_traffic (console-spec 7),
 * version_still_serving, version_deploying while a deployment or an update of it runs. The last version of a paused
 * service goes too: nobody is served, and without it no service that ever had traffic could be deleted so.
 */
export function deleteVersion(ctx: CommandContext, target: Version): void {
  runCommand(ctx, () => {
    const version = findVersion(ctx.db, target.id);
    const service = version && findService(ctx.db, version.serviceId);
    if (!version || !service) throw new Problem('not_found');
    const policy = readPolicy(ctx.db, service.id);
    requireIdle(ctx, service, version);
    if (!isLastOfPaused(ctx, service)) requireNoTraffic(ctx, service, version, policy);
    else if (hasTraffic(policy, version.id)) takeTraffic(ctx, service, policy);
    updateVersion(ctx.db, version.id, { deletedAt: ctx.now() });
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'version.deleted',
      environmentId: service.environmentId,
      serviceId: service.id,
      versionId: version.id,
      before: { name: version.name, remark: version.remark, snapshotNumber: version.snapshotNumber },
    });
  });
}

function takeTraffic(ctx: CommandContext, { id, environmentId }: Service, before: TrafficPolicy): void {
  writePolicy(ctx.db, id, NO_TRAFFIC, { updatedAt: ctx.now(), updatedBy: ctx.actor.id });
  record(ctx, { kind: 'traffic.set', environmentId, serviceId: id, before, after: NO_TRAFFIC });
}

function requireIdle({ db }: CommandContext, service: Service, { id, name }: Version): void {
  if (findRunningDeployment(db, service.id)?.versionId !== id) return;
  throw new Problem('version_deploying', { params: { name } });
}

function isLastOfPaused({ db }: CommandContext, service: Service): boolean {
  return service.isPaused && countVersions(db, service.id) === 1;
}

/**
 * Neither by the policy nor by the routes: those go on with what served before while the policy waits for a version to
 * start (decision 005), and without it nobody could answer until then.
 */
function requireNoTraffic(
  { db }: CommandContext,
  service: Service,
  { id, name }: Version,
  policy: TrafficPolicy,
): void {
  if (hasTraffic(policy, id)) {
    throw new Problem('version_has_traffic', { params: { name, percent: percentOf(policy, id) } });
  }
  const carried = findRoutes(db, service.id)?.document;
  if (carried && !service.isPaused && hasTraffic(carried.traffic, id)) {
    throw new Problem('version_still_serving', { params: { name } });
  }
}
