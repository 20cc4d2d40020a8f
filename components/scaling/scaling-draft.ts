// What is being typed into 自动伸缩配置. Numbers may be missing for a moment; the server refuses them with a reason.
import type { ScaleSettings, TimerRule } from '#server/domain/scale-settings.ts';

export type DraftTimer = Omit<TimerRule, 'replicas'> & {
  /** Stays the same while others come and go. */
  key: number;
  replicas: number | null;
  /** Its place in what is stored, as long as nobody changed it. */
  savedIndex: number | null;
};

export type ScalingDraft = Omit<ScaleSettings, 'timers'> & { timers: DraftTimer[] };

export function draftOf(settings: ScaleSettings): ScalingDraft {
  return {
    ...settings,
    timers: settings.timers.map((timer, index) => ({ ...timer, key: index, savedIndex: index })),
  };
}

/** NaN where a number is missing: no number is sent as one that was meant. */
export function settingsOf(draft: ScalingDraft): ScaleSettings {
  return {
    ...draft,
    timeZone: draft.timeZone.trim(),
    timers: draft.timers.map(({ key: _, savedIndex: __, replicas, ...timer }) => ({
      ...timer,
      replicas: replicas ?? Number.NaN,
    })),
  };
}

export function isSame(draft: ScalingDraft, settings: ScaleSettings): boolean {
  return JSON.stringify(settingsOf(draft)) === JSON.stringify(settingsOf(draftOf(settings)));
}

export function withTimer(draft: ScalingDraft): ScalingDraft {
  const key = Math.max(-1, ...draft.timers.map((timer) => timer.key)) + 1;
  return { ...draft, timers: [...draft.timers, { ...NEW_TIMER, days: [], key }] };
}

export function withoutTimer(draft: ScalingDraft, key: number): ScalingDraft {
  return { ...draft, timers: draft.timers.filter((timer) => timer.key !== key) };
}

/** A changed rule is not what is stored any more, and so not what is active. */
export function changeTimer(draft: ScalingDraft, key: number, change: Partial<DraftTimer>): ScalingDraft {
  const changed = (timer: DraftTimer) => {
    const days = change.cycle === undefined || change.cycle === timer.cycle ? timer.days : [];
    return { ...timer, days, ...change, savedIndex: null };
  };
  return { ...draft, timers: draft.timers.map((timer) => (timer.key === key ? changed(timer) : timer)) };
}

const NEW_TIMER = {
  cycle: 'daily',
  startDate: null,
  endDate: null,
  startTime: '09:00',
  endTime: '18:00',
  replicas: 2,
  isOn: true,
  savedIndex: null,
} as const satisfies Omit<DraftTimer, 'key' | 'days'>;
