'use client';
import { useTranslations } from 'use-intl/react';
import { TextInput } from '#components/ui/text-input.tsx';

type Pair<Value> = [Value, Value];

type TimerSpanProps = {
  type: 'time' | 'date';
  values: Pair<string>;
  labels: Pair<string>;
  isInvalid: Pair<boolean>;
  describedBy: string | undefined;
  onChange: (values: Pair<string>) => void;
};

/** From and to, of the clock or of the calendar. */
export function TimerSpan({
  type,
  values: [from, to],
  labels,
  isInvalid,
  describedBy,
  onChange,
}: TimerSpanProps) {
  const t = useTranslations('scaling');
  const width = type === 'time' ? 'w-28' : 'w-38';
  return (
    <span className="flex flex-wrap items-center gap-2">
      <TextInput
        type={type}
        aria-label={labels[0]}
        aria-invalid={isInvalid[0] || undefined}
        aria-describedby={describedBy}
        value={from}
        onChange={(event) => onChange([event.target.value, to])}
        className={width}
      />
      <span className="text-ink-3">{t('to')}</span>
      <TextInput
        type={type}
        aria-label={labels[1]}
        aria-invalid={isInvalid[1] || undefined}
        aria-describedby={describedBy}
        value={to}
        onChange={(event) => onChange([from, event.target.value])}
        className={width}
      />
    </span>
  );
}
