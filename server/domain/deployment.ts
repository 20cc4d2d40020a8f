// One attempt to bring a version live: its states, its steps.
import type { VersionSpec } from '#server/domain/spec.ts';

export type DeploymentState = 'running' | 'succeeded' | 'failed' | 'cancelled';

export type DeploymentEvent = 'succeed' | 'fail' | 'cancel';

/** 新建版本, 编辑配置并重新部署, and 回滚 of a version to one of its snapshots (S2-1). */
export type DeploymentKind = 'new-version' | 'redeploy' | 'roll-back';

/** 流量策略: 部署完成后保持流量为0 / 部署完成后自动开启100%流量 (S0-6, S0-7); an update leaves it as it is (S2-12). */
export type TrafficStrategy = 'keep-zero' | 'full' | 'unchanged';

/** The state after an event, or undefined where the event changes nothing (a late report, a second cancel). */
export function transition(state: DeploymentState, event: DeploymentEvent): DeploymentState | undefined {
  if (state !== 'running') return undefined;
  return { succeed: 'succeeded', fail: 'failed', cancel: 'cancelled' }[event] as DeploymentState;
}

/** In the order they are taken. Labels in messages/*.json under `steps.<name>`. */
export const STEP_NAMES = [
  'check',
  'source',
  'build',
  'image',
  'start',
  'ready',
  'route',
  'update',
  'restore',
] as const;

export type StepName = (typeof STEP_NAMES)[number];

/**
 * The steps that a deployment takes. An update replaces instance after instance; `restore` is only taken where that
 * failed or was cancelled (S2-22).
 */
export function stepNamesOf(kind: DeploymentKind, source: VersionSpec['source']): StepName[] {
  const isBuilt = source.kind !== 'image' && kind !== 'roll-back';
  const image: StepName[] = isBuilt ? ['source', 'build'] : ['image'];
  const live: StepName[] = kind === 'new-version' ? ['start', 'ready', 'route'] : ['update', 'restore'];
  return ['check', ...image, ...live];
}

export type StepState = 'todo' | 'running' | 'finished' | 'failed';

export type DeploymentStep = {
  name: StepName;
  state: StepState;
  startedAt: number | null;
  finishedAt: number | null;
  /** Second line of the step: message key under `stepDetails.<key>` with its values. */
  detail: { key: string; params: Record<string, string | number> } | null;
};
