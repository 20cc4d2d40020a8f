'use client';
import { Trash2 } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { DayPicker } from '#components/scaling/day-picker.tsx';
import type { DraftTimer } from '#components/scaling/scaling-draft.ts';
import { TimerSpan } from '#components/scaling/timer-span.tsx';
import { Button } from '#components/ui/button.tsx';
import { FieldMessage } from '#components/ui/field-group.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Tag } from '#components/ui/tag.tsx';

const CYCLES = ['once', 'daily', 'weekly', 'monthly'] as const;

type TimerRuleFieldsProps = {
  /** From 1. */
  number: number;
  timer: DraftTimer;
  /** 生效中. */
  isActive: boolean;
  errorAt: (field: string) => string | undefined;
  onChange: (change: Partial<DraftTimer>) => void;
  onRemove: () => void;
};

export function TimerRuleFields(props: TimerRuleFieldsProps) {
  const t = useTranslations('scaling');
  const { number, timer, onChange, errorAt } = props;
  const { cycle, days } = timer;
  const id = useId();
  const times = { id: `${id}-times`, error: errorAt('startTime') ?? errorAt('endTime') };
  const dates = { id: `${id}-dates`, error: errorAt('startDate') ?? errorAt('endDate') };
  return (
    <fieldset
      aria-label={t('timer', { number })}
      className="grid w-full gap-2 rounded-md border border-line px-3 py-2 [grid-template-columns:minmax(0,1fr)]"
    >
      <RuleHead {...props} />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <Part label={t('cycle')}>
          <Select
            aria-label={t('cycle')}
            value={cycle}
            onChange={(next) => onChange({ cycle: next })}
            options={CYCLES.map((value) => ({ value, label: t(`cycles.${value}`) }))}
            className="w-26"
          />
        </Part>
        <Part label={t('times')} {...times}>
          <TimerSpan
            type="time"
            values={[timer.startTime, timer.endTime]}
            labels={[t('startTime'), t('endTime')]}
            describedBy={times.error && times.id}
            isInvalid={[errorAt('startTime') !== undefined, errorAt('endTime') !== undefined]}
            onChange={([startTime, endTime]) => onChange({ startTime, endTime })}
          />
        </Part>
        <Part label={t('replicas')} id={`${id}-replicas`} error={errorAt('replicas')}>
          <NumberField
            aria-label={t('replicas')}
            {...(errorAt('replicas') === undefined ? {} : { 'aria-describedby': `${id}-replicas` })}
            value={timer.replicas}
            onChange={(replicas) => onChange({ replicas })}
            min={1}
            max={50}
            isInvalid={errorAt('replicas') !== undefined}
          />
        </Part>
        <Part label={t(cycle === 'once' ? 'dates' : 'datesOptional')} {...dates}>
          <TimerSpan
            type="date"
            values={[timer.startDate ?? '', timer.endDate ?? '']}
            labels={[t('startDate'), t('endDate')]}
            describedBy={dates.error && dates.id}
            isInvalid={[errorAt('startDate') !== undefined, errorAt('endDate') !== undefined]}
            onChange={([startDate, endDate]) =>
              onChange({ startDate: startDate || null, endDate: endDate || null })
            }
          />
        </Part>
      </div>
      {cycle === 'weekly' || cycle === 'monthly' ? (
        <Part label={t('days')} id={`${id}-days`} error={errorAt('days')}>
          <DayPicker
            cycle={cycle}
            days={days}
            describedBy={errorAt('days') && `${id}-days`}
            onChange={(next) => onChange({ days: next })}
          />
        </Part>
      ) : null}
    </fieldset>
  );
}

function RuleHead({ number, timer, isActive, onChange, onRemove }: TimerRuleFieldsProps) {
  const t = useTranslations('scaling');
  return (
    <div className="flex items-center gap-2">
      <Switch
        aria-label={t('timerOn', { number })}
        checked={timer.isOn}
        onChange={(isOn) => onChange({ isOn })}
      />
      <span className={timer.isOn ? 'text-ink' : 'text-ink-3'}>{t('timer', { number })}</span>
      {isActive ? <Tag tone="blue">{t('active')}</Tag> : null}
      {timer.isOn ? null : <Tag>{t('off')}</Tag>}
      <Button
        intent="quiet"
        size="icon-sm"
        className="-mr-1.5 ml-auto"
        aria-label={t('removeTimer', { number })}
        onClick={onRemove}
      >
        <Trash2 className="size-4" aria-hidden />
      </Button>
    </div>
  );
}

/** What a control is for above it, what is wrong with it below, for it to name. Controls have names of their own. */
function Part({
  label,
  id,
  error,
  children,
}: {
  label: string;
  id?: string;
  error?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div>
      <span aria-hidden className="block text-ink-3 text-xs leading-5">
        {label}
      </span>
      {children}
      {error === undefined || id === undefined ? null : <FieldMessage id={id}>{error}</FieldMessage>}
    </div>
  );
}
