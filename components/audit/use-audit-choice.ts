'use client';
import { useUrlParams } from '#components/services/use-url-params.ts';
import type { EventOutcome } from '#server/domain/audit.ts';
import { EVENT_GROUP_NAMES, type EventGroup } from '#server/domain/audit-kinds.ts';

const HOUR_MS = 3_600_000;

/** Time → how far it looks back, in ms. */
export const AUDIT_TIMES = {
  lastHour: HOUR_MS,
  lastDay: 24 * HOUR_MS,
  lastWeek: 7 * 24 * HOUR_MS,
  lastMonth: 30 * 24 * HOUR_MS,
};

export type AuditTime = keyof typeof AUDIT_TIMES;

export const OUTCOMES = ['done', 'refused', 'failed'] as const satisfies readonly EventOutcome[];

export type AuditChoice = {
  time?: AuditTime | undefined;
  actorId?: string | undefined;
  group?: EventGroup | undefined;
  environmentId?: string | undefined;
  outcome?: EventOutcome | undefined;
  text?: string | undefined;
};

/** What is shown is in the URL, so that it can be handed on. */
export function useAuditChoice(): { choice: AuditChoice; change: (choice: AuditChoice) => void } {
  const { params, change } = useUrlParams();
  const textOf = (name: string) => params.get(name) ?? undefined;
  const time = textOf('time');
  const choice: AuditChoice = {
    time: time && time in AUDIT_TIMES ? (time as AuditTime) : undefined,
    actorId: textOf('actor'),
    group: EVENT_GROUP_NAMES.find((name) => name === textOf('group')),
    environmentId: textOf('environment'),
    outcome: OUTCOMES.find((name) => name === textOf('outcome')),
    text: textOf('text'),
  };
  return {
    choice,
    change: ({ time, actorId, group, environmentId, outcome, text }) =>
      change({ time, group, outcome, text, actor: actorId, environment: environmentId }),
  };
}

/** As the API takes it. */
export function filterOf({ time, ...choice }: AuditChoice) {
  return { ...choice, maxAgeMs: time && AUDIT_TIMES[time] };
}
