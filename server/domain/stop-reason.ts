// Why an instance was sent away: noted when it is, because the facts that say so are gone afterwards.
import type { ScalingReason } from '#server/domain/scaling-note.ts';

export type StopReason =
  /** An update or its undoing put one of another snapshot in its place. */
  | 'update'
  /** Fewer were enough. */
  | 'scaled-in'
  /** The version went to zero, because nobody asked for it. */
  | 'idle'
  /** The version lost its traffic long enough ago (S3-30), or its service is paused. */
  | 'offline'
  /** Somebody stopped it by hand. */
  | 'manual'
  /** It did not get ready in time. */
  | 'not-ready'
  /** 应用存活探针 failed (S4-9). */
  | 'unhealthy'
  /** Its version's first deployment failed or was cancelled. */
  | 'deployment-ended'
  /** Its version or service was deleted. */
  | 'deleted';

export type StopFacts = {
  instance: { snapshotNumber: number; readyAt: number | null };
  /** The snapshot is what instances are to be made from now. Undefined where the version is deleted. */
  version: { snapshotNumber: number; hasSucceeded: boolean } | undefined;
  /** Instances that the version is to have now. */
  wanted: number;
  /** Why so many; null where nothing is noted. */
  reason: ScalingReason | null;
  /** The time for getting ready is over. */
  isLate: boolean;
};

export function stopReason({ instance, version, wanted, reason, isLate }: StopFacts): StopReason {
  if (!version) return 'deleted';
  if (!version.hasSucceeded && wanted === 0) return 'deployment-ended';
  if (instance.snapshotNumber !== version.snapshotNumber) return 'update';
  if (instance.readyAt === null && isLate && wanted > 0) return 'not-ready';
  if (reason === 'manual') return 'manual';
  if (wanted > 0) return 'scaled-in';
  return reason === 'idle' ? 'idle' : 'offline';
}
