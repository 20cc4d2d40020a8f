// Between which numbers a version's instances may be at a moment, by the operation mode of its service (console-spec 6.1).
import type { ScaleSettings, TimerRule } from '#server/domain/scale-settings.ts';
import { isTimerActive, nextTimerEdge } from '#server/domain/scaling-clock.ts';
import { runningReplicas, type VersionSpec } from '#server/domain/spec.ts';

/** What people did by hand with a version's instances, in 手动启停实例. */
export type ManualInstances = {
  count: number;
  /** Ids of instances that were stopped by hand. */
  stopped: string[];
  /** Epoch ms. */
  updatedAt: number;
};

export type ScalingRange =
  /** So many, whatever the load. */
  | { kind: 'fixed'; count: number; reason: 'fixed' | 'manual' }
  /** By load. With a minimum of 0 it may sleep. */
  | {
      kind: 'auto';
      min: number;
      max: number;
      isByTimer: boolean;
      /** Epoch ms at which the range may change by the clock; null where that is far. */
      changesAt: number | null;
    };

type Replicas = Pick<VersionSpec, 'minReplicas' | 'maxReplicas'>;

export function scalingRange(
  spec: Replicas,
  settings: ScaleSettings,
  manual: ManualInstances | null,
  now: number,
): ScalingRange {
  switch (settings.mode) {
    case 'noScale':
      return { kind: 'fixed', count: runningReplicas(spec), reason: 'fixed' };
    case 'manualScale':
      return { kind: 'fixed', count: manual?.count ?? runningReplicas(spec), reason: 'manual' };
    case 'alwaysScale':
      return autoRange(spec, spec.minReplicas, [], settings.timeZone, now);
    case 'condScale':
      return autoRange(spec, 0, [daytime(runningReplicas(spec))], settings.timeZone, now);
    case 'custom':
      return autoRange(spec, spec.minReplicas, settings.timers, settings.timeZone, now);
  }
}

/** 8:00 to 24:00, every day. */
function daytime(replicas: number): TimerRule {
  const days: number[] = [];
  return {
    cycle: 'daily',
    days,
    startDate: null,
    endDate: null,
    startTime: '08:00',
    endTime: '00:00',
    replicas,
    isOn: true,
  };
}

/** Of several timer rules at a time the largest counts; none goes beyond the version's maximum. */
function autoRange(
  { maxReplicas }: Replicas,
  min: number,
  timers: readonly TimerRule[],
  timeZone: string,
  now: number,
): ScalingRange {
  const active = timers.filter((timer) => isTimerActive(timer, timeZone, now));
  const byTimer = Math.min(maxReplicas, Math.max(0, ...active.map(({ replicas }) => replicas)));
  return {
    kind: 'auto',
    min: Math.max(min, byTimer),
    max: Math.max(maxReplicas, min),
    isByTimer: byTimer > min,
    changesAt: nextTimerEdge(timers, timeZone, now),
  };
}
