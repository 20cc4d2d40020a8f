'use client';
import { useLocale, useTranslations } from 'use-intl/react';
import type { FigureUnit } from '#components/metrics/figure-list.ts';
import { figureText } from '#components/metrics/figure-text.ts';

/** A figure with its unit, in the reader's language; a dash where nothing was measured. */
export function useFigureText(): (value: number | null | undefined, unit: FigureUnit) => string {
  const t = useTranslations('metrics');
  const locale = useLocale();
  const words = { cores: (value: string) => t('cores', { value }) };
  return (value, unit) => figureText(value, unit, locale, words);
}

/** A point in the reader's zone: the day too where points are hours or days. `at` in epoch seconds. */
export function usePointText(stepSeconds: number): (at: number) => string {
  const locale = useLocale();
  const isDay = stepSeconds >= 86_400;
  const format = new Intl.DateTimeFormat(locale, {
    month: 'numeric',
    day: 'numeric',
    ...(isDay ? {} : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  });
  return (at) => format.format(at * 1000);
}
