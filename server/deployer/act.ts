// From what a plan wants under way to what is called.
import type { Activity } from '#server/deployer/activities.ts';
import { bringBackImage } from '#server/deployer/bring-back-image.ts';
import { buildImage } from '#server/deployer/build-image.ts';
import { checkHealth } from '#server/deployer/check-health.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { failWith } from '#server/deployer/fail-with.ts';
import { deploymentKey, instanceKey } from '#server/deployer/keys.ts';
import { leaveRelay } from '#server/deployer/leave-relay.ts';
import { prepareImage } from '#server/deployer/prepare-image.ts';
import { probeUntilReady } from '#server/deployer/probe-until-ready.ts';
import { startInstance } from '#server/deployer/start-instance.ts';
import { stopInstance } from '#server/deployer/stop-instance.ts';
import type { PlannedActivity } from '#server/domain/plan/activities.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import { RunnerError } from '#server/runner/port.ts';

export function activitiesFor(
  context: DeployerContext,
  desired: DesiredService,
  planned: readonly PlannedActivity[],
): Activity[] {
  return planned.map((activity) => ({
    key: 'instanceId' in activity ? instanceKey(activity.instanceId) : deploymentKey(activity.deploymentId),
    kind: activity.kind,
    run: (signal) => noticingDown(context, () => run(context, desired, activity, signal)),
  }));
}

function run(
  context: DeployerContext,
  desired: DesiredService,
  activity: PlannedActivity,
  signal: AbortSignal,
): Promise<void> {
  switch (activity.kind) {
    case 'prepare-image':
      return prepare(context, desired, activity.deploymentId, signal);
    case 'start':
      return startInstance(context, desired, activity.instanceId, signal);
    case 'probe':
      return probeUntilReady(context, desired, activity.instanceId, signal);
    case 'check':
      return checkHealth(context, desired, activity.instanceId, signal);
    case 'leave-relay':
      return leaveRelay(context, desired, activity.instanceId, signal);
    case 'stop':
      return stopInstance(context, desired, activity);
    case 'fail':
      return failWith(context, desired, activity, signal);
  }
}

async function prepare(
  context: DeployerContext,
  desired: DesiredService,
  deploymentId: string,
  signal: AbortSignal,
): Promise<void> {
  const version = desired.versions.find(({ deployment }) => deployment?.id === deploymentId);
  if (!version?.deployment) return;
  const { deployment, spec } = version;
  const { source } = spec;
  const preparing = { serviceId: desired.id, version, deploymentId };
  if (deployment.kind === 'roll-back') await bringBackImage(context, preparing, signal);
  else if (source.kind === 'image') await prepareImage(context, preparing, source, signal);
  else
    await buildImage(
      context,
      { ...preparing, environmentId: desired.environmentId, deployment, source },
      signal,
    );
}

/** A call that the engine did not answer: listing tells whether it is down or refused this call alone. */
async function noticingDown(context: DeployerContext, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof RunnerError && error.code === 'engine_unavailable') void context.engine.refresh();
    throw error;
  }
}
