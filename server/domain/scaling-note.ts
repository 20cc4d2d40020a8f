// What people are told of the number of a version's instances.

export type ScalingReason =
  /** Its minimum, or the one instance that a version without a minimum keeps while it is awake. */
  | 'minimum'
  | 'cpu'
  | 'memory'
  | 'requests'
  /** A burst: more than twice what the instances can take, by the short window. */
  | 'burst'
  | 'timer'
  | 'manual'
  | 'fixed'
  /** Nobody asked for it long enough. */
  | 'idle';

export type ScalingNote = {
  reason: ScalingReason;
  /** Instances that are wanted and that the machine cannot give. */
  short: number;
  /** What the machine has free, where it is short. */
  free: { cpu: number; memoryGb: number } | null;
  /** Epoch ms at which it goes to zero if nobody asks for it; null where it does not. */
  sleepsAt: number | null;
};

const BY_LOAD: readonly ScalingReason[] = ['cpu', 'memory', 'requests', 'burst'];

/** The load called for as many, and not what people set. */
export function isByLoad(reason: ScalingReason | undefined): boolean {
  return reason !== undefined && BY_LOAD.includes(reason);
}
