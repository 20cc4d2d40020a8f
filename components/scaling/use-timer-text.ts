'use client';
import { useTranslations } from 'use-intl/react';
import { useDayText } from '#components/scaling/day-picker.tsx';
import type { TimerRule } from '#server/domain/scale-settings.ts';

/** A timer rule in a sentence: 每周 周一、周二 03:45 至 11:15，不少于 2 个副本. */
export function useTimerText(): (timer: TimerRule) => string {
  const t = useTranslations('scaling');
  const common = useTranslations('common');
  const dayText = useDayText();
  const datesText = ({ startDate, endDate }: TimerRule) => {
    if (startDate !== null && endDate !== null) return t('between', { from: startDate, to: endDate });
    if (startDate !== null) return t('from', { date: startDate });
    return endDate === null ? '' : t('until', { date: endDate });
  };
  return (timer) => {
    const { cycle, days, startTime, endTime, replicas } = timer;
    const isByDay = cycle === 'weekly' || cycle === 'monthly';
    const dayTexts = isByDay ? days.map((day) => dayText(cycle, day)).join(common('listComma')) : '';
    const when = [t(`cycles.${cycle}`), dayTexts, datesText(timer)].filter(Boolean).join(' ');
    const isOvernight = String(endTime <= startTime);
    return t('timerText', { when, startTime, endTime, isOvernight, replicas });
  };
}
