import { findRunningDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration, type Service, updateService } from '#db/stores/services.ts';
import { listVersions, updateVersion, type Version } from '#db/stores/versions.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** From the list a service goes once it is empty (D-V8); from the bottom of its settings whole (S3-41, S3-42). */
export type ServiceDeletion = {
  mode: 'empty' | 'whole';
  /** As the person typed it. */
  name: string;
};

/**
 * Deletes a service for ever, and with `whole` its versions too, a deployment that runs being cancelled first. Its name
 * may be used again, its default domain and test addresses never (product.md 4). Throws not_found,
 * service_name_mismatch, and service_has_versions where it has to be empty (console-spec 7).
 */
export function deleteService(ctx: CommandContext, target: Service, { mode, name }: ServiceDeletion): void {
  runCommand(ctx, () => {
    const service = findService(ctx.db, target.id);
    if (!service) throw new Problem('not_found');
    if (name !== service.name) throw nameMismatch(service);
    const versions = listVersions(ctx.db, service.id);
    if (mode === 'empty' && versions.length > 0) {
      throw new Problem('service_has_versions', { params: { count: versions.length } });
    }
    const running = findRunningDeployment(ctx.db, service.id);
    if (running) cancelDeployment(ctx, running);
    for (const version of versions) updateVersion(ctx.db, version.id, { deletedAt: ctx.now() });
    updateService(ctx.db, service.id, { deletedAt: ctx.now() });
    raiseGeneration(ctx.db, service.id, ctx.now());
    recordDeletion(ctx, service, versions);
  });
}

function nameMismatch({ name }: Service): Problem {
  const code = 'service_name_mismatch';
  return new Problem(code, { params: { name }, issues: [{ path: ['name'], code, params: { name } }] });
}

function recordDeletion(ctx: CommandContext, service: Service, versions: readonly Version[]): void {
  record(ctx, {
    kind: 'service.deleted',
    environmentId: service.environmentId,
    serviceId: service.id,
    before: {
      name: service.name,
      host: service.host,
      versions: versions.map((version) => version.name),
    },
  });
}
