import { findDeployment } from '#db/stores/deployments.ts';
import { findEnvironment } from '#db/stores/environments.ts';
import { findService } from '#db/stores/services.ts';
import { findVersion } from '#db/stores/versions.ts';
import { type RecordContext, recordCall } from '#server/commands/run-command.ts';
import type { EventOutcome } from '#server/domain/audit.ts';

/** What somebody asked for, by the name of the procedure, and the ids that were named with it. */
export type Attempt = {
  path: string;
  ids: Readonly<Record<string, string>>;
  outcome: EventOutcome;
  /** Code of the problem, where there was one. */
  problem: string | null;
};

/**
 * Writes down what left no event of its own. It belongs to the environment of what was named, where that exists: ids
 * that somebody made up belong nowhere, and only owners see them.
 */
export function recordAttempt(ctx: RecordContext, { path, ids, outcome, problem }: Attempt): void {
  const after = Object.keys(ids).length > 0 ? { asked: ids } : null;
  recordCall(ctx, path, { ...placeOf(ctx, ids), after, outcome, problem });
}

function placeOf({ db }: RecordContext, ids: Attempt['ids']) {
  const deployment = ids.deploymentId ? findDeployment(db, ids.deploymentId) : undefined;
  const versionId = ids.versionId ?? deployment?.versionId;
  const version = versionId ? findVersion(db, versionId) : undefined;
  const serviceId = ids.serviceId ?? version?.serviceId ?? deployment?.serviceId;
  const service = serviceId ? findService(db, serviceId) : undefined;
  const environmentId = service?.environmentId ?? ids.environmentId;
  const environment = environmentId ? findEnvironment(db, environmentId) : undefined;
  return { environmentId: environment?.id, serviceId: service?.id, versionId: version?.id };
}
