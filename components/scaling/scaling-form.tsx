'use client';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { draftOf, isSame, type ScalingDraft, settingsOf } from '#components/scaling/scaling-draft.ts';
import { TimeZoneField } from '#components/scaling/time-zone-field.tsx';
import { TimerRules } from '#components/scaling/timer-rules.tsx';
import { useSetScaling } from '#components/scaling/use-set-scaling.ts';
import { Button } from '#components/ui/button.tsx';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { FieldGroup, FieldMessage } from '#components/ui/field-group.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import type { ScalingView } from '#server/api/views/scaling-view.ts';
import { OPERATION_MODES } from '#server/domain/scale-settings.ts';

/** Each part of the form takes the draft, and what the server had against it by path. */
export type DraftProps = {
  draft: ScalingDraft;
  onChange: (draft: ScalingDraft) => void;
  errorAt: (path: string) => string | undefined;
};

export function ScalingForm({ serviceId, scaling }: { serviceId: string; scaling: ScalingView }) {
  const t = useTranslations('scaling');
  const [draft, setDraft] = useDraft(scaling);
  const form = useRef<HTMLFormElement>(null);
  const { set, isPending, errorAt, problem } = useSetScaling(serviceId, form);
  const isUnchanged = isSame(draft, scaling.settings);
  const { mode } = draft;
  const part = { draft, onChange: setDraft, errorAt };

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isUnchanged) set(settingsOf(draft));
  }

  return (
    <form ref={form} aria-label={t('title')} noValidate onSubmit={submit} className="grid max-w-200 gap-3">
      <FieldGroup label={t('mode')}>
        <ChoiceCards
          aria-label={t('mode')}
          value={mode}
          onChange={(next) => setDraft({ ...draft, mode: next })}
          choices={OPERATION_MODES.map((value) => ({
            value,
            label: t(`modes.${value}`),
            consequence: t(`modeHints.${value}`),
          }))}
        />
      </FieldGroup>
      {mode === 'custom' ? <TimerRules {...part} activeTimers={scaling.activeTimers} /> : null}
      {mode === 'custom' || mode === 'condScale' ? <TimeZoneField {...part} /> : null}
      {mode === 'noScale' || mode === 'manualScale' ? null : <InFlightField {...part} />}
      <div className="ml-28 grid justify-items-start gap-3 phone:ml-0 phone:justify-items-stretch">
        {problem === undefined ? null : <Notice kind="fail">{problem}</Notice>}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button
            type="submit"
            disabledReason={isUnchanged ? t('unchanged') : undefined}
            isPending={isPending}
          >
            {t('save')}
          </Button>
          <span className="text-ink-3 text-sm">{t('atOnce')}</span>
        </div>
      </div>
    </form>
  );
}

/** What is being typed stays, also where somebody else saves meanwhile; without that it follows what is stored. */
function useDraft({ settings, updatedAt }: ScalingView) {
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [known, setKnown] = useState({ settings, updatedAt });
  if (known.updatedAt !== updatedAt) {
    setKnown({ settings, updatedAt });
    if (isSame(draft, known.settings) || isSame(draft, settings)) setDraft(draftOf(settings));
  }
  return [draft, setDraft] as const;
}

function InFlightField({ draft, onChange, errorAt }: DraftProps) {
  const t = useTranslations('scaling');
  const id = useId();
  const error = errorAt('inFlightTarget');
  return (
    <FieldGroup label={t('inFlight')} hint={t('inFlightHint')}>
      <NumberField
        aria-label={t('inFlightLabel')}
        aria-describedby={error === undefined ? undefined : id}
        value={draft.inFlightTarget}
        onChange={(inFlightTarget) => onChange({ ...draft, inFlightTarget })}
        min={1}
        max={10_000}
        isInvalid={error !== undefined}
      />
      {error === undefined ? null : <FieldMessage id={id}>{error}</FieldMessage>}
    </FieldGroup>
  );
}
