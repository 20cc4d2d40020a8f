// One round for one service: read, plan, record, until the plan has come to rest; then see to it that the slow
// things it names are under way. A round waits for nothing: it takes a few ms, however slow the engine is.
import { activitiesFor } from '#server/deployer/act.ts';
import { type DeployerContext, logPlatform } from '#server/deployer/context.ts';
import { deploymentLog } from '#server/deployer/instance-logs.ts';
import { relayActivities } from '#server/deployer/internal-relays.ts';
import { type RoundFacts, readFacts } from '#server/deployer/observe.ts';
import { recordPlan } from '#server/deployer/record.ts';
import { isPresent } from '#server/domain/instance.ts';
import { type Plan, plan } from '#server/domain/plan.ts';

/** A plan rests after two or three turns; one that never does is a mistake in the plan. */
const MOST_TURNS = 10;

type Round = RoundFacts & { plan: Plan };

/** Gives ms after which to ask again, or null. All that the round writes is one commit. */
export function reconcile(context: DeployerContext, serviceId: string): number | null {
  const round = context.db.transaction(() => planUntilAtRest(context, serviceId), { behavior: 'immediate' });
  forgetImages(context, round);
  followLogs(context, round);
  context.activities.follow(serviceId, [
    ...activitiesFor(context, round.desired, round.plan.activities),
    ...relayActivities(context, round, round.plan),
  ]);
  if (round.plan.awaitsGateway) context.awaitingGateway.add(serviceId);
  else context.awaitingGateway.delete(serviceId);
  return round.plan.againInMs;
}

function planUntilAtRest(context: DeployerContext, serviceId: string): Round {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const facts = readFacts(context, serviceId);
    const planned = plan(facts.desired, facts.observed, context.now(), context.times);
    const { hasChanged, lines } = recordPlan(context, facts, planned);
    for (const { deploymentId, text, level } of lines) logPlatform(context, deploymentId, text, level);
    if (!hasChanged) return atRest(context, { ...facts, plan: planned }, turn > 0);
  }
  throw new Error(`the plan of service ${serviceId} does not come to rest`);
}

/** Before the commit: whoever sees a deployment ended finds its log whole. */
function atRest(context: DeployerContext, round: Round, hasChanged: boolean): Round {
  if (!hasChanged) return round;
  context.machine.save();
  context.writer.flush();
  return round;
}

function forgetImages({ findings }: DeployerContext, { desired }: Round): void {
  for (const { deployment } of desired.versions) {
    if (deployment && deployment.state !== 'running') findings.images.delete(deployment.id);
  }
}

function followLogs({ logs }: DeployerContext, { desired, observed }: Round): void {
  for (const { instance, container } of observed.instances) {
    if (!isPresent(instance) || container?.state !== 'running') continue;
    const version = desired.versions.find((candidate) => candidate.id === instance.versionId);
    logs.follow(instance.id, deploymentLog(version?.deployment));
  }
}
