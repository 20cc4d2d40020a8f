import { findInstance } from '#db/stores/instances.ts';
import { findEnvironmentOfService } from '#db/stores/log-places.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { openSecret, UnreadableSecret } from '#server/deployer/open-secret.ts';
import { logMask } from '#server/domain/log-mask.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

/** Whose lines an instance prints, and what is done with them. */
export type LogSubject = {
  instanceId: string;
  serviceId: string;
  versionId: string;
  /** 日志采集类型 and 日志采集路径. */
  logType: VersionSpec['logType'];
  logPath: string;
  /** Replaces the secrets of its environment. */
  mask: (text: string) => string;
};

/** Undefined where the instance, or the service with its configurations, has no row any more. */
export function logSubject(
  context: Pick<DeployerContext, 'db' | 'unseal'>,
  instanceId: string,
): LogSubject | undefined {
  const instance = findInstance(context.db, instanceId);
  if (!instance) return undefined;
  const { serviceId, versionId, snapshotNumber } = instance;
  const environmentId = findEnvironmentOfService(context.db, serviceId);
  if (environmentId === undefined) return undefined;
  const spec = readSpec(context.db, versionId, snapshotNumber);
  const { logType, logPath } = spec;
  return {
    instanceId,
    serviceId,
    versionId,
    logType,
    logPath,
    mask: logMask(secretsOf(context, environmentId, spec)),
  };
}

/** One that cannot be opened was given to no instance: there is nothing to mask. */
function secretsOf(
  context: Pick<DeployerContext, 'db' | 'unseal'>,
  environmentId: string,
  spec: VersionSpec,
): string[] {
  return spec.env.flatMap((entry) => {
    if (entry.kind === 'plain') return [];
    try {
      const { name, secretId } = entry;
      return [openSecret(context, { environmentId, secretId }, { what: 'variable', name })];
    } catch (error) {
      if (error instanceof UnreadableSecret) return [];
      throw error;
    }
  });
}
