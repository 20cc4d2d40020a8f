// The platform's own lines in the log of a deployment, in the manner of console-spec 3.3: `<work> : <how it stands>`.
import type { RoundFacts } from '#server/deployer/observe.ts';
import type { StepName, StepState } from '#server/domain/deployment.ts';
import type { DesiredDeployment, DesiredVersion } from '#server/domain/plan/desired.ts';
import type { Plan } from '#server/domain/plan.ts';

export type PlatformLine = { deploymentId: string; text: string; level: 'info' | 'error' };

const WORK: Record<StepName, string> = {
  check: 'check_resources',
  source: 'fetch_source',
  build: 'create_build_image',
  image: 'check_image',
  start: 'create_instance',
  ready: 'check_instance_ready',
  route: 'apply_routes',
  update: 'roll_update_version',
  restore: 'restore_version',
};

/** Creating instances is told for each of them, with its id; the other steps say that they have begun. */
const BEGUN: Record<StepName, string | null> = {
  check: 'process',
  source: 'process',
  build: 'creating',
  image: 'process',
  start: null,
  ready: 'process, 等待实例启动就绪…',
  route: 'process',
  update: 'process, 逐个替换实例…',
  restore: 'process, 恢复更新前的配置…',
};

/** What this plan moves on, told for the deployments that it concerns. */
export function platformLines({ desired, observed }: RoundFacts, plan: Plan): PlatformLine[] {
  const versionOf = (versionId: string) => desired.versions.find((version) => version.id === versionId);
  return [
    ...plan.steps.flatMap(({ deploymentId, steps }) => {
      const version = desired.versions.find(({ deployment }) => deployment?.id === deploymentId);
      const before = observed.steps.get(deploymentId);
      const header = `-----------服务${desired.name}部署${version?.name ?? ''}-----------`;
      const lines = steps.flatMap((step, index) => {
        const was = before?.[index]?.state ?? 'todo';
        const line = stepLine(step.name, was, step.state, version?.deployment);
        const isBuildBegun = step.name === 'build' && step.state === 'running' && line.length > 0;
        return isBuildBegun ? [buildHeader(version), ...line] : line;
      });
      const texts = before ? lines : [{ text: header, level: 'info' as const }, ...lines];
      return texts.map((line) => ({ deploymentId, ...line }));
    }),
    ...plan.changed.flatMap(({ instance }) => {
      const { id, state, exitCode } = instance;
      return instanceLine(versionOf(instance.versionId), id, state, exitCode);
    }),
  ];
}

/** A new instance: the first ones are created, those after an exit in this deployment are started again. */
export function creationLine(
  { observed }: RoundFacts,
  plan: Plan,
  version: DesiredVersion | undefined,
  instanceId: string,
): PlatformLine[] {
  if (version?.deployment?.state !== 'running') return [];
  const { createdAt } = version.deployment;
  const isAgain = [...observed.instances, ...plan.changed].some(
    ({ instance }) =>
      instance.versionId === version.id && instance.state === 'exited' && instance.createdAt >= createdAt,
  );
  const text = isAgain
    ? `restart_instance : process, ${instanceId}`
    : `create_instance : creating, ${instanceId}`;
  return [{ deploymentId: version.deployment.id, text, level: 'info' }];
}

function buildHeader(version: DesiredVersion | undefined): Omit<PlatformLine, 'deploymentId'> {
  return { text: `-----------构建${version?.name ?? ''}-----------`, level: 'info' };
}

function stepLine(
  name: StepName,
  before: StepState | undefined,
  after: StepState,
  deployment: DesiredDeployment | null | undefined,
): Omit<PlatformLine, 'deploymentId'>[] {
  if (before === after) return [];
  if (after === 'finished') return [{ text: `${WORK[name]} : succ`, level: 'info' }];
  if (after === 'failed') {
    const isCancelled = deployment?.state === 'cancelled';
    return isCancelled
      ? [{ text: `${WORK[name]} : cancelled`, level: 'info' }]
      : [{ text: `${WORK[name]} : fail`, level: 'error' }];
  }
  const begun = BEGUN[name];
  return begun ? [{ text: `${WORK[name]} : ${begun}`, level: 'info' }] : [];
}

function instanceLine(
  version: DesiredVersion | undefined,
  instanceId: string,
  state: string,
  exitCode: number | null,
): PlatformLine[] {
  if (!version?.deployment) return [];
  const { id: deploymentId, state: outcome } = version.deployment;
  if (state === 'exited' && outcome === 'running') {
    const text = `check_instance : exited, ${instanceId}, exit code ${exitCode ?? '-'}`;
    return [{ deploymentId, text, level: 'error' }];
  }
  if (state === 'removed' && (outcome === 'failed' || outcome === 'cancelled')) {
    return [{ deploymentId, text: `delete_instance : succ, ${instanceId}`, level: 'info' }];
  }
  return [];
}
