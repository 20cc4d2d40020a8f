import type { Db } from '#db/open.ts';
import { findInstance } from '#db/stores/instances.ts';
import { findSnapshotImage } from '#db/stores/snapshot-images.ts';
import { readSpec } from '#db/stores/versions.ts';
import { collectedFolder } from '#server/deployer/collected-folder.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { openSecret } from '#server/deployer/open-secret.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import { imageName } from '#server/domain/version-source.ts';
import type { CollectedFolder, InstanceOrder } from '#server/runner/port.ts';

/** What the instance of a row is made from; undefined where row or version is gone. Throws UnreadableSecret. */
export function orderOf(
  context: DeployerContext,
  service: DesiredService,
  instanceId: string,
): InstanceOrder | undefined {
  const { db } = context;
  const instance = findInstance(db, instanceId);
  const version = service.versions.find((candidate) => candidate.id === instance?.versionId);
  if (!instance || !version) return undefined;
  const spec = readSpec(db, version.id, instance.snapshotNumber);
  const collects = collectedFolder(context.dataDir, instanceId, spec);
  return {
    instanceId,
    environmentId: service.environmentId,
    networkId: service.networkId,
    serviceId: service.id,
    serviceName: service.name,
    versionId: version.id,
    versionName: version.name,
    snapshotNumber: instance.snapshotNumber,
    spec,
    image: imageOf(db, version.id, instance.snapshotNumber, spec),
    collects,
    env: [
      ...(collects ? [logFolder(context, collects)] : []),
      ...spec.env.map((entry) => {
        const { name } = entry;
        if (entry.kind === 'plain') return { name, value: entry.value };
        const secret = { environmentId: service.environmentId, secretId: entry.secretId };
        return { name, value: openSecret(context, secret, { what: 'variable', name }) };
      }),
    ],
  };
}

/** A program of the built-in runner, which has no folders of its own, finds the place to write to by this. */
function logFolder({ runner }: DeployerContext, { from, into }: CollectedFolder) {
  return { name: 'LOG_DIR', value: runner.kind === 'docker' ? from : into };
}

/** Snapshots of before images were noted down name theirs by its reference alone. */
function imageOf(db: Db, versionId: string, snapshotNumber: number, spec: VersionSpec): string {
  return findSnapshotImage(db, versionId, snapshotNumber)?.image ?? imageName(spec);
}
