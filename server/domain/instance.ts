// A running copy of a version: its row, its states, and what each state counts as.
import type { StopReason } from '#server/domain/stop-reason.ts';

/**
 * creating → starting → ready → draining → stopping → removed; `exited` where it ended without being asked.
 * A row is there before its container is, so that nothing runs that nobody knows of.
 */
export type InstanceState =
  | 'creating'
  | 'starting'
  | 'ready'
  | 'draining'
  | 'stopping'
  | 'exited'
  | 'removed';

/** Times in epoch ms. */
export type Instance = {
  id: string;
  versionId: string;
  snapshotNumber: number;
  state: InstanceState;
  /** Where the gateway reaches it, once it runs. */
  host: string | null;
  port: number | null;
  cpu: number;
  memoryGb: number;
  createdAt: number;
  startedAt: number | null;
  readyAt: number | null;
  drainingAt: number | null;
  stoppedAt: number | null;
  exitCode: number | null;
  /** The engine ended it for using more memory than it may. */
  isOutOfMemory: boolean;
  cutRequests: number;
  /** Why it was sent away; null while it is not, and where it ended by itself. */
  stopReason: StopReason | null;
};

/** States in which an instance has, or may have, a container: it uses CPU and memory. */
export const PRESENT_STATES = [
  'creating',
  'starting',
  'ready',
  'draining',
  'stopping',
] as const satisfies InstanceState[];

export function isPresent(instance: Pick<Instance, 'state'>): boolean {
  return (PRESENT_STATES as readonly InstanceState[]).includes(instance.state);
}

/** Serves or is on its way to: what a version's wanted number is compared with. */
export function countsAsWanted(instance: Pick<Instance, 'state'>): boolean {
  return instance.state === 'creating' || instance.state === 'starting' || instance.state === 'ready';
}
