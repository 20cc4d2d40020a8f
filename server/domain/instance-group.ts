// 容器状态 as people filter by it: states that mean the same to them stand together.
import type { InstanceState } from '#server/domain/instance.ts';

export const INSTANCE_GROUPS = ['starting', 'ready', 'leaving', 'exited', 'removed'] as const;

export type InstanceGroup = (typeof INSTANCE_GROUPS)[number];

const GROUP_OF = {
  creating: 'starting',
  starting: 'starting',
  ready: 'ready',
  draining: 'leaving',
  stopping: 'leaving',
  exited: 'exited',
  removed: 'removed',
} as const satisfies Record<InstanceState, InstanceGroup>;

export function statesOf(group: InstanceGroup): InstanceState[] {
  return (Object.keys(GROUP_OF) as InstanceState[]).filter((state) => GROUP_OF[state] === group);
}
