import type { Db } from '#db/open.ts';
import { listManualInstances, readScaling } from '#db/stores/scaling.ts';
import type { ScaleSettings } from '#server/domain/scale-settings.ts';
import { isTimerActive } from '#server/domain/scaling-clock.ts';

export type ScalingView = {
  settings: ScaleSettings;
  /** Epoch ms; null while nobody set anything. */
  updatedAt: number | null;
  /** By timer rule: 生效中, within its window now. */
  activeTimers: boolean[];
  /** Version → instances that people want of it, in 手动启停实例; a version that is absent keeps its minimum. */
  manualCounts: Record<string, number>;
};

export function readScalingView(db: Db, serviceId: string, now: number): ScalingView {
  const { updatedAt, updatedBy: _, ...settings } = readScaling(db, serviceId);
  const { mode, timers, timeZone } = settings;
  const counts = [...listManualInstances(db, serviceId)].map(([versionId, { count }]) => [versionId, count]);
  return {
    settings,
    updatedAt,
    activeTimers: timers.map((timer) => mode === 'custom' && isTimerActive(timer, timeZone, now)),
    manualCounts: Object.fromEntries(counts),
  };
}
