import { findSnapshotImage, saveSnapshotImage } from '#db/stores/snapshot-images.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { UnreadableSecret } from '#server/deployer/open-secret.ts';
import { pullReports } from '#server/deployer/pull-reports.ts';
import { imageBefore } from '#server/deployer/reuse-image.ts';
import { signInFor } from '#server/deployer/sign-in.ts';
import type { Failure } from '#server/domain/failures.ts';
import type { DesiredVersion } from '#server/domain/plan/desired.ts';
import { registryOf } from '#server/domain/registry.ts';
import type { VersionSource } from '#server/domain/version-source.ts';
import { type PreparedImage, type PullReport, RunnerError } from '#server/runner/port.ts';

type ImageSource = Extract<VersionSource, { kind: 'image' }>;

export type Preparing = { serviceId: string; version: DesiredVersion; deploymentId: string };

/** Has what a deployment's instances are made from on the engine, and notes what it is, or why it cannot be had. */
export async function prepareImage(
  context: DeployerContext,
  { serviceId, version, deploymentId }: Preparing,
  source: ImageSource,
  signal: AbortSignal,
): Promise<void> {
  const { findings, machine } = context;
  try {
    keepImage(context, version, deploymentId);
    const onReport = pullReports(context, { serviceId, deploymentId });
    await pullImage(context, version, source, onReport, signal);
    if (signal.aborted) return;
    findings.images.set(deploymentId, { kind: 'present' });
    await machine.read();
  } catch (error) {
    if (signal.aborted) return;
    const failure = failureOf(error, source.image);
    if (!failure) throw error;
    findings.images.set(deploymentId, { kind: 'failed', step: 'image', ...failure, logTail: [] });
  }
}

/** A redeploy that edits the configuration alone keeps the very image, though its tag may have moved. */
function keepImage(context: DeployerContext, version: DesiredVersion, deploymentId: string): void {
  const { id, snapshotNumber, spec } = version;
  if (findSnapshotImage(context.db, id, snapshotNumber)) return;
  const before = imageBefore(context, version, deploymentId, spec.source);
  if (before) saveSnapshotImage(context.db, { ...before, snapshotNumber, createdAt: context.now() });
}

/** Undefined for what is no fault of the image: it is tried again. */
function failureOf(error: unknown, image: string): Pick<Failure, 'code' | 'params'> | undefined {
  if (error instanceof UnreadableSecret) return { code: error.code, params: error.params };
  if (!(error instanceof RunnerError)) return undefined;
  const { code, message } = error;
  if (code === 'registry_refused') return { code, params: { registry: registryOf(image), image } };
  if (code === 'disk_full') return { code, params: { where: 'image' } };
  if (code === 'image_missing') return { code: 'image_pull_fail', params: { image, reason: message } };
  return undefined;
}

/**
 * The image of a snapshot: once it was found out which one that is, always that one. Before, where somebody asked for
 * what its name leads to now (更新镜像信息), the registry is asked.
 */
export async function pullImage(
  context: DeployerContext,
  version: Pick<DesiredVersion, 'id' | 'snapshotNumber'>,
  source: ImageSource,
  onReport: (report: PullReport) => void,
  signal: AbortSignal,
): Promise<PreparedImage> {
  const { db, runner, now } = context;
  const known = findSnapshotImage(db, version.id, version.snapshotNumber) ?? null;
  const { image: reference, asOf } = source;
  const order = { reference, known, isRefreshed: asOf !== null, signIn: signInFor(context, source) };
  const prepared = await runner.ensureImage(order, onReport, signal);
  saveSnapshotImage(db, {
    versionId: version.id,
    snapshotNumber: version.snapshotNumber,
    reference,
    commit: null,
    isBuilt: false,
    createdAt: now(),
    ...prepared,
  });
  return prepared;
}
