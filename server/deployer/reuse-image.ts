import { isDeepStrictEqual } from 'node:util';
import { findDeployment } from '#db/stores/deployments.ts';
import { findSnapshotImage, type SnapshotImage, saveSnapshotImage } from '#db/stores/snapshot-images.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { Building } from '#server/deployer/build-image.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import type { DesiredVersion } from '#server/domain/plan/desired.ts';
import type { ImageProgress } from '#server/domain/plan/observed.ts';
import type { VersionSource } from '#server/domain/version-source.ts';

/**
 * The image that is there already: of this very snapshot, built before the deployer died, or of the one that serves,
 * where only the configuration was edited.
 */
export async function reuseImage(
  context: DeployerContext,
  { version, deployment, source }: Building,
): Promise<ImageProgress | null> {
  const { db, runner, now } = context;
  const own = findSnapshotImage(db, version.id, version.snapshotNumber);
  const image = own ?? imageBefore(context, version, deployment.id, source);
  if (!image || !(await runner.hasImage(image.image))) return null;
  saveSnapshotImage(db, { ...image, snapshotNumber: version.snapshotNumber, createdAt: now() });
  if (own) return { kind: 'present' };
  const reused = { key: 'imageReused', params: {} };
  return { kind: 'present', details: { source: reused, build: reused } };
}

/** What the snapshot before an update is made from, where it comes from the same source; undefined otherwise. */
export function imageBefore(
  { db }: DeployerContext,
  version: DesiredVersion,
  deploymentId: string,
  source: VersionSource,
): SnapshotImage | undefined {
  const from = findDeployment(db, deploymentId)?.fromSnapshotNumber ?? null;
  if (from === null || !isDeepStrictEqual(readSpec(db, version.id, from).source, source)) return undefined;
  return findSnapshotImage(db, version.id, from);
}
