import { findSnapshotImage, saveSnapshotImage } from '#db/stores/snapshot-images.ts';
import { type DeployerContext, logPlatform } from '#server/deployer/context.ts';
import type { DesiredVersion } from '#server/domain/plan/desired.ts';
import type { VersionSource } from '#server/domain/spec.ts';
import { type PreparedImage, RunnerError } from '#server/runner/port.ts';

/** Has what a deployment's instances are made from on the engine, and notes what it is, or why it cannot be had. */
export async function prepareImage(
  context: DeployerContext,
  version: DesiredVersion,
  deploymentId: string,
  signal: AbortSignal,
): Promise<void> {
  const { findings, machine, spec } = { ...context, spec: version.spec };
  if (spec.source.kind !== 'image') return;
  const tell = (line: string) => logPlatform(context, deploymentId, `check_image : process, ${line}`);
  try {
    await pullImage(context, version, spec.source, tell, signal);
    if (signal.aborted) return;
    findings.images.set(deploymentId, { kind: 'present' });
    await machine.read();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof RunnerError) || error.code !== 'image_missing') throw error;
    const params = { image: spec.source.image, reason: error.message };
    findings.images.set(deploymentId, {
      kind: 'failed',
      step: 'image',
      code: 'image_pull_fail',
      params,
      logTail: [],
    });
  }
}

/** The image of a snapshot: once it was found out which one that is, always that one. */
export async function pullImage(
  { db, runner, now }: DeployerContext,
  version: Pick<DesiredVersion, 'id' | 'snapshotNumber'>,
  source: Extract<VersionSource, { kind: 'image' }>,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<PreparedImage> {
  const known = findSnapshotImage(db, version.id, version.snapshotNumber) ?? null;
  const prepared = await runner.ensureImage({ reference: source.image, known, signIn: null }, tell, signal);
  saveSnapshotImage(db, {
    versionId: version.id,
    snapshotNumber: version.snapshotNumber,
    reference: source.image,
    commit: null,
    isBuilt: false,
    createdAt: now(),
    ...prepared,
  });
  return prepared;
}
