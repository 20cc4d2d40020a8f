'use client';
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { changeTimer, withoutTimer, withTimer } from '#components/scaling/scaling-draft.ts';
import type { DraftProps } from '#components/scaling/scaling-form.tsx';
import { TimerRuleFields } from '#components/scaling/timer-rule-fields.tsx';
import { Button } from '#components/ui/button.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';

type TimerRulesProps = DraftProps & {
  /** Of what is stored, by place. */
  activeTimers: readonly boolean[];
};

/** 定时扩缩容 of 自定义 (console-spec 1.13). */
export function TimerRules({ draft, onChange, errorAt, activeTimers }: TimerRulesProps) {
  const t = useTranslations('scaling');
  const { timers } = draft;
  return (
    <FieldGroup label={t('timers')} hint={t('timersHint')} error={errorAt('timers')}>
      <div className="grid justify-items-start gap-2 [grid-template-columns:minmax(0,1fr)]">
        {timers.length === 0 ? <p className="py-1.5 text-ink-3">{t('timersNone')}</p> : null}
        {timers.map((timer, index) => (
          <TimerRuleFields
            key={timer.key}
            number={index + 1}
            timer={timer}
            isActive={timer.savedIndex !== null && (activeTimers[timer.savedIndex] ?? false)}
            errorAt={(field) => errorAt(`timers.${index}.${field}`)}
            onChange={(change) => onChange(changeTimer(draft, timer.key, change))}
            onRemove={() => onChange(withoutTimer(draft, timer.key))}
          />
        ))}
        <Button size="sm" onClick={() => onChange(withTimer(draft))}>
          <Plus className="size-4" aria-hidden />
          {t('addTimer')}
        </Button>
      </div>
    </FieldGroup>
  );
}
