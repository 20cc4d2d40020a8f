import { findSnapshotImage } from '#db/stores/snapshot-images.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { type Preparing, prepareImage } from '#server/deployer/prepare-image.ts';
import { imageName } from '#server/domain/version-source.ts';

/**
 * A rollback needs the very image of its snapshot: there, or pulled by its digest. Nothing is built again, and where it
 * is lost nothing starts.
 */
export async function bringBackImage(
  context: DeployerContext,
  preparing: Preparing,
  signal: AbortSignal,
): Promise<void> {
  const { db, runner, findings } = context;
  const { version, deploymentId } = preparing;
  const known = findSnapshotImage(db, version.id, version.snapshotNumber);
  if (known && (await runner.hasImage(known.image))) {
    findings.images.set(deploymentId, { kind: 'present' });
    return;
  }
  const { source } = version.spec;
  if (source.kind === 'image') await prepareImage(context, preparing, source, signal);
  if (signal.aborted) return;
  const found = findings.images.get(deploymentId);
  if (source.kind === 'image' && found?.kind !== 'failed') return;
  if (found?.kind === 'failed' && found.code !== 'image_pull_fail') return;
  const params = { image: known?.reference ?? imageName(version.spec) };
  findings.images.set(deploymentId, {
    kind: 'failed',
    step: 'image',
    code: 'image_gone',
    params,
    logTail: [],
  });
}
