import { failDeployment } from '#server/commands/fail-deployment.ts';
import {
  asCommandContext,
  type DeployerContext,
  logPlatform,
  requestsDuring,
} from '#server/deployer/context.ts';
import type { Failure } from '#server/domain/failures.ts';
import type { Verdict } from '#server/domain/plan/deploy-progress.ts';
import type { DesiredService, DesiredVersion } from '#server/domain/plan/desired.ts';
import { type Diagnosis, diagnose, type Listening } from '#server/domain/plan/diagnosis.ts';

/** Ends a deployment as failed, with the cause and the last lines of the instance that shows it. */
export async function failWith(
  context: DeployerContext,
  service: DesiredService,
  { deploymentId, verdict }: { deploymentId: string; verdict: Verdict },
  signal: AbortSignal,
): Promise<void> {
  const version = service.versions.find(({ deployment }) => deployment?.id === deploymentId);
  if (!version?.deployment) return;
  const { code, params } = await diagnosisOf(context, version, verdict);
  const prepared = verdict.kind === 'failed' ? verdict.logTail : undefined;
  const logTail = prepared ?? (await instanceTail(context, deploymentId, verdict));
  const failure: Failure = { code, params, logTail };
  if (signal.aborted) return;
  const counts = requestsDuring(context, service.id, version.deployment);
  context.db.transaction(
    () => {
      if (!failDeployment(asCommandContext(context), { deploymentId, failure, ...counts })) return;
      logPlatform(context, deploymentId, `deploy_version : fail, ${code}`, 'error');
      context.writer.flush();
    },
    { behavior: 'immediate' },
  );
}

async function diagnosisOf(
  context: DeployerContext,
  version: DesiredVersion,
  verdict: Verdict,
): Promise<Diagnosis> {
  if (verdict.kind === 'failed') return verdict;
  const listening = verdict.probe.kind === 'refused' ? await listeningOf(context, verdict.instanceId) : null;
  return diagnose(verdict.probe, listening, version.spec);
}

/** An engine that cannot tell leaves the diagnosis to the probe's result. */
function listeningOf({ runner }: DeployerContext, instanceId: string): Promise<Listening> {
  return runner.listening(instanceId).catch(() => null);
}

async function instanceTail(
  { engine, logs }: DeployerContext,
  deploymentId: string,
  { instanceId }: Verdict,
): Promise<string[]> {
  if (!instanceId) return [];
  if (engine.get(instanceId)?.state === 'exited') {
    await logs.complete(instanceId, { deploymentId, until: Number.POSITIVE_INFINITY });
  }
  return logs.tail(instanceId);
}
