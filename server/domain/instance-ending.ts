// 退出原因: what became of an instance that is over or on its way out.
import type { InstanceState } from '#server/domain/instance.ts';
import type { StopReason } from '#server/domain/stop-reason.ts';

export type EndingKind =
  | StopReason
  /** The engine ended it for using more memory than it may. */
  | 'out-of-memory'
  /** By itself, with a code. */
  | 'exited'
  /** It ran, and the engine does not know it any more. */
  | 'vanished'
  /** The engine could not start it. */
  | 'not-started'
  /** Sent away, and nobody noted why. */
  | 'stopped';

type Ended = {
  state: InstanceState;
  startedAt: number | null;
  exitCode: number | null;
  isOutOfMemory: boolean;
  stopReason: StopReason | null;
};

/** Null while it is there to stay. */
export function endingOf(instance: Ended): EndingKind | null {
  const { state, startedAt, exitCode, isOutOfMemory, stopReason } = instance;
  if (state === 'draining' || state === 'stopping' || state === 'removed') return stopReason ?? 'stopped';
  if (state !== 'exited') return null;
  if (stopReason === 'unhealthy') return stopReason;
  if (isOutOfMemory) return 'out-of-memory';
  if (exitCode !== null) return 'exited';
  return startedAt === null ? 'not-started' : 'vanished';
}
