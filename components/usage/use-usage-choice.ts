'use client';
import { useSyncExternalStore } from 'react';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { daysOfMonth, monthOf } from '#components/usage/months.ts';

export type UsageChoice = {
  /** `2026-11`; of the reader's own time zone. */
  month: string;
  environmentId: string | undefined;
};

/** What is shown is in the URL. Null on the server, which does not know the reader's time zone. */
export function useUsageChoice() {
  const { params, change } = useUrlParams();
  const thisMonth = useSyncExternalStore(subscribe, currentMonth, onServer);
  const asked = params.get('month') ?? '';
  const choice: UsageChoice | null = thisMonth
    ? {
        month: /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : thisMonth,
        environmentId: params.get('environment') ?? undefined,
      }
    : null;
  return {
    choice,
    thisMonth,
    change: (next: Partial<UsageChoice>) =>
      change({
        ...('month' in next ? { month: next.month === thisMonth ? undefined : next.month } : {}),
        ...('environmentId' in next ? { environment: next.environmentId } : {}),
      }),
  };
}

/** As the API takes it. */
export function usageInputOf({ month, environmentId }: UsageChoice) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { ...daysOfMonth(month), timeZone, environmentId };
}

/** A page that is open over midnight of the last day shows the new month when it is opened again. */
function subscribe(): () => void {
  return () => undefined;
}

function currentMonth(): string {
  return monthOf(Date.now());
}

function onServer(): string {
  return '';
}
