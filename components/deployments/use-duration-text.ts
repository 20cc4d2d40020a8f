'use client';
import { useTranslations } from 'use-intl/react';
import { durationOf } from '#components/deployments/duration.ts';

/** How long something took, in words: "2 分 38 秒". */
export function useDurationText(): (ms: number, isRunning?: boolean) => string {
  const t = useTranslations('deployments.duration');
  return (ms, isRunning) => {
    const duration = durationOf(ms, isRunning);
    return t(duration.key, duration.values);
  };
}
