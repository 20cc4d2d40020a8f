// One attempt to bring a version live: its states, its steps.

export type DeploymentState = 'running' | 'succeeded' | 'failed' | 'cancelled';

export type DeploymentEvent = 'succeed' | 'fail' | 'cancel';

/** 流量策略: 部署完成后保持流量为0 / 部署完成后自动开启100%流量 (S0-6, S0-7). */
export type TrafficStrategy = 'keep-zero' | 'full';

/** The state after an event, or undefined where the event changes nothing (a late report, a second cancel). */
export function transition(state: DeploymentState, event: DeploymentEvent): DeploymentState | undefined {
  if (state !== 'running') return undefined;
  return { succeed: 'succeeded', fail: 'failed', cancel: 'cancelled' }[event] as DeploymentState;
}

/** In the order they are taken. Labels in messages/*.json under `steps.<name>`. */
export const STEP_NAMES = ['check', 'image', 'start', 'ready', 'route'] as const;

export type StepName = (typeof STEP_NAMES)[number];

export type StepState = 'todo' | 'running' | 'finished' | 'failed';

export type DeploymentStep = {
  name: StepName;
  state: StepState;
  startedAt: number | null;
  finishedAt: number | null;
  /** Second line of the step: message key under `stepDetails.<key>` with its values. */
  detail: { key: string; params: Record<string, string | number> } | null;
};
