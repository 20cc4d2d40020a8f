// Code becomes what instances are made from: fetched, built when its turn comes, and noted down with its snapshot.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type SnapshotImage, saveSnapshotImage } from '#db/stores/snapshot-images.ts';
import { BuildLog } from '#server/deployer/build-log.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { openSecret, UnreadableSecret } from '#server/deployer/open-secret.ts';
import { reuseImage } from '#server/deployer/reuse-image.ts';
import { signInTo } from '#server/deployer/sign-in.ts';
import type { Failure } from '#server/domain/failures.ts';
import type { DesiredDeployment, DesiredVersion } from '#server/domain/plan/desired.ts';
import type { ImageProgress, PreparingStep } from '#server/domain/plan/observed.ts';
import type { StepDetails } from '#server/domain/plan/steps.ts';
import type { VersionSource } from '#server/domain/version-source.ts';
import { BuildError, type PreparedImage, RunnerError } from '#server/runner/port.ts';
import { type FetchedSource, fetchSource } from '#server/sources/fetch-source.ts';
import { SourceError } from '#server/sources/source-error.ts';

/** As git shows it to people. */
const COMMIT_LENGTH = 12;
const LONGEST_REASON = 600;

export type Building = {
  serviceId: string;
  environmentId: string;
  version: DesiredVersion;
  deployment: DesiredDeployment;
  source: Exclude<VersionSource, { kind: 'image' }>;
};

/** Has the image of a deployment from code, and notes how far that is, or why it cannot be. */
export async function buildImage(
  context: DeployerContext,
  building: Building,
  signal: AbortSignal,
): Promise<void> {
  const { deployment } = building;
  const log = new BuildLog(context, deployment.id);
  const stage: Stage = { step: 'source' };
  try {
    const reused = await reuseImage(context, building);
    if (reused && !signal.aborted) return note(context, building, reused);
    const turn = {
      since: deployment.createdAt,
      onMove: (before: number) => note(context, building, { kind: 'queued', before }),
    };
    await context.builds.run(turn, signal, () => fetchAndBuild(context, building, { log, stage }, signal));
    await context.machine.read();
    if (!signal.aborted) note(context, building, { kind: 'present' });
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof RunnerError && error.code === 'engine_unavailable') throw error;
    note(context, building, { kind: 'failed', ...causeOf(error, stage.step), logTail: log.tail });
  }
}

/** Where code is while it is built, by deployment. What a deployer that died left there is of no use. */
export function buildsFolder(dataDir: string): string {
  return path.join(dataDir, 'builds');
}

function note({ findings, wake }: DeployerContext, building: Building, progress: ImageProgress): void {
  findings.images.set(building.deployment.id, progress);
  wake(building.serviceId);
}

/** How far it is, for an error that does not say where it comes from. */
type Stage = { step: 'source' | 'build' };

/** Whatever stands against it ends the deployment with what is known of it: only a silent engine may be asked again. */
function causeOf(
  error: unknown,
  step: Stage['step'],
): Pick<Failure, 'code' | 'params'> & { step: PreparingStep } {
  if (error instanceof SourceError) return { step: 'source', code: error.code, params: error.params };
  if (error instanceof UnreadableSecret) return { step, code: error.code, params: error.params };
  if (error instanceof BuildError) return { step: 'build', code: error.code, params: error.params };
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    return { step, code: 'disk_full', params: { where: step } };
  }
  if (step === 'source') return { step, code: 'source_fetch_fail', params: { reason: 'other' } };
  const reason = error instanceof Error ? error.message.slice(0, LONGEST_REASON) : '';
  return { step, code: 'build_fail', params: { step: 'none', reason } };
}

async function fetchAndBuild(
  context: DeployerContext,
  building: Building,
  { log, stage }: { log: BuildLog; stage: Stage },
  signal: AbortSignal,
): Promise<void> {
  const into = path.join(buildsFolder(context.dataDir), building.deployment.id);
  try {
    await rm(into, { recursive: true, force: true });
    note(context, building, { kind: 'under-way', step: 'source' });
    const fetched = await fetchSource(fetchOrder(context, building, into), (line) => log.tell(line), signal);
    stage.step = 'build';
    note(context, building, { kind: 'under-way', step: 'build', details: commitDetail(fetched) });
    const order = buildOrder(context, building, fetched);
    const prepared = await context.runner.build(order, (line) => log.tell(line), signal);
    save(context, building, prepared, { reference: order.tag, commit: fetched.commit });
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

function commitDetail({ commit }: FetchedSource): StepDetails {
  return commit
    ? { source: { key: 'commitFetched', params: { commit: commit.slice(0, COMMIT_LENGTH) } } }
    : {};
}

function fetchOrder(context: DeployerContext, building: Building, into: string) {
  const { source } = building;
  const { dataDir, times } = context;
  return {
    source,
    dataDir,
    into,
    token: tokenOf(context, building),
    timeoutMs: times.fetchTimeoutMs,
  };
}

function tokenOf(context: DeployerContext, { environmentId, source }: Building): string | null {
  if (source.kind !== 'repository' || !source.token) return null;
  const secret = { environmentId, secretId: source.token.secretId };
  return openSecret(context, secret, { what: 'token', name: source.url });
}

/** The version's id keeps the names of two environments apart, which may have services of the same name. */
function buildOrder(
  context: DeployerContext,
  { environmentId, version, source }: Building,
  { folder }: FetchedSource,
) {
  const { machine, buildMemoryGb, times } = context;
  const { cpuMax, memoryTotalGb } = machine.capacity() ?? { cpuMax: 2, memoryTotalGb: buildMemoryGb };
  const { directory, dockerfile } = source;
  return {
    folder,
    directory,
    dockerfile,
    tag: `berth/${version.name}:s${version.snapshotNumber}-${version.id}`,
    limits: { cpu: cpuMax / 2, memoryGb: Math.min(buildMemoryGb, memoryTotalGb) },
    timeoutMs: times.buildTimeoutMs,
    signInTo: (registry: string) => signInTo(context, environmentId, registry),
  };
}

function save(
  { db, now }: DeployerContext,
  { version }: Building,
  prepared: PreparedImage,
  more: Pick<SnapshotImage, 'reference' | 'commit'>,
): void {
  const { id: versionId, snapshotNumber } = version;
  saveSnapshotImage(db, { versionId, snapshotNumber, ...prepared, ...more, isBuilt: true, createdAt: now() });
}
