'use client';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => index + 1);

type DayPickerProps = {
  cycle: 'weekly' | 'monthly';
  /** Monday is 1; of a month 1 to 31. */
  days: readonly number[];
  /** Of what is wrong with them. */
  describedBy: string | undefined;
  onChange: (days: number[]) => void;
};

/** Days of the week or of the month, each a button that is pressed or not. */
export function DayPicker({ cycle, days, describedBy, onChange }: DayPickerProps) {
  const t = useTranslations('scaling');
  const dayText = useDayText();
  const all: readonly number[] = cycle === 'weekly' ? WEEKDAYS : MONTH_DAYS;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside a fieldset for a row of buttons is too much
    <div role="group" aria-label={t('days')} aria-describedby={describedBy} className="flex flex-wrap gap-1">
      {all.map((day, index) => (
        <button
          key={day}
          type="button"
          aria-pressed={days.includes(day)}
          // Where none is chosen, the first one gets the focus.
          aria-invalid={(describedBy !== undefined && index === 0) || undefined}
          onClick={() => onChange(toggled(days, day))}
          className={cn(
            'h-7 min-w-9 rounded-sm border px-2 text-sm motion-color phone:h-9',
            days.includes(day)
              ? 'border-primary bg-primary-soft text-primary'
              : 'border-line bg-surface text-ink-2 hover:bg-hover',
          )}
        >
          {dayText(cycle, day)}
        </button>
      ))}
    </div>
  );
}

function toggled(days: readonly number[], day: number): number[] {
  if (days.includes(day)) return days.filter((other) => other !== day);
  return [...days, day].sort((a, b) => a - b);
}

/** 周一, 15 日. */
export function useDayText(): (cycle: 'weekly' | 'monthly', day: number) => string {
  const t = useTranslations('scaling');
  return (cycle, day) => {
    const weekday = WEEKDAYS.find((candidate) => candidate === day);
    return cycle === 'weekly' && weekday !== undefined ? t(`weekdays.${weekday}`) : t('monthDay', { day });
  };
}
