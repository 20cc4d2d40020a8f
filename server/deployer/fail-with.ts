import { readSteps } from '#db/stores/deployments.ts';
import { findInstance } from '#db/stores/instances.ts';
import { failDeployment } from '#server/commands/fail-deployment.ts';
import {
  asCommandContext,
  type DeployerContext,
  logPlatform,
  requestsDuring,
} from '#server/deployer/context.ts';
import type { LogEntry } from '#server/deployer/log-writer.ts';
import { type StepName, stepNamesOf } from '#server/domain/deployment.ts';
import type { Failure } from '#server/domain/failures.ts';
import type { Verdict } from '#server/domain/plan/deploy-progress.ts';
import type { DesiredDeployment, DesiredService, DesiredVersion } from '#server/domain/plan/desired.ts';
import { type Diagnosis, diagnoseLate, type Listening, refineByLog } from '#server/domain/plan/diagnosis.ts';

/** Ends a deployment as failed, with the cause and the last lines of the instance that shows it. */
export async function failWith(
  context: DeployerContext,
  service: DesiredService,
  { deploymentId, verdict }: { deploymentId: string; verdict: Verdict },
  signal: AbortSignal,
): Promise<void> {
  const version = service.versions.find(({ deployment }) => deployment?.id === deploymentId);
  if (!version?.deployment) return;
  if (verdict.kind === 'late' && (await hasEnded(context, verdict.instanceId))) return;
  const { deployment } = version;
  const failure = await failureOf(context, { ...version, deployment }, verdict);
  if (signal.aborted) return;
  const counts = requestsDuring(context, service.id, deployment);
  context.db.transaction(
    () => {
      if (!failDeployment(asCommandContext(context), { deploymentId, failure, ...counts })) return;
      logPlatform(context, deploymentId, `deploy_version : fail, ${failure.code}`, 'error');
      context.writer.flush();
    },
    { behavior: 'immediate' },
  );
}

/** A late instance that has ended meanwhile was not late: the round that this listing wakes sees its end. */
async function hasEnded({ engine }: DeployerContext, instanceId: string): Promise<boolean> {
  await engine.refresh();
  return engine.get(instanceId)?.state === 'exited';
}

type DeployingVersion = DesiredVersion & { deployment: DesiredDeployment };

async function failureOf(
  context: DeployerContext,
  version: DeployingVersion,
  verdict: Verdict,
): Promise<Failure> {
  const { instanceId } = verdict;
  const lines = instanceId ? await lastLines(context, version.deployment.id, instanceId) : [];
  const logTail = (verdict.kind === 'failed' && verdict.logTail) || lines.map(({ text }) => text);
  const diagnosis =
    verdict.kind === 'failed'
      ? refineByLog(verdict, logTail)
      : await diagnosisOf(context, version, verdict, lines.at(-1)?.at ?? null);
  const { code, params } = diagnosis;
  const step = currentStep(context, version);
  return { code, params, logTail, instanceId, ...(step ? { step } : {}) };
}

async function diagnosisOf(
  context: DeployerContext,
  { spec }: DesiredVersion,
  { probe, instanceId }: Extract<Verdict, { kind: 'late' }>,
  lastLineAt: number | null,
): Promise<Diagnosis> {
  const listening = probe.kind === 'refused' ? await listeningOf(context, instanceId) : null;
  const now = context.now();
  const startedAt = findInstance(context.db, instanceId)?.startedAt ?? now;
  return diagnoseLate({ probe, listening, startedAt, lastLineAt, now }, spec);
}

/** An engine that cannot tell leaves the diagnosis to the probe's result. */
function listeningOf({ runner }: DeployerContext, instanceId: string): Promise<Listening> {
  return runner.listening(instanceId).catch(() => null);
}

async function lastLines(
  { engine, logs }: DeployerContext,
  deploymentId: string,
  instanceId: string,
): Promise<LogEntry[]> {
  if (engine.get(instanceId)?.state === 'exited') {
    await logs.complete(instanceId, { deploymentId, until: Number.POSITIVE_INFINITY });
  }
  return logs.tail(instanceId);
}

/** The step that was under way when the verdict was reached: it is written before the verdict is acted on. */
function currentStep({ db }: DeployerContext, { deployment, spec }: DeployingVersion): StepName | undefined {
  const steps = readSteps(db, deployment.id, stepNamesOf(deployment.kind, spec.source));
  return steps.find(({ state }) => state === 'running')?.name;
}
