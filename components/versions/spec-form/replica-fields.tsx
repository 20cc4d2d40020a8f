'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { FieldGroup, FieldMessage } from '#components/ui/field-group.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import { asInteger, useFields } from '#components/versions/spec-form/form.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

/** What 高可用 begins with: one may go away and another still answers. */
const HIGH_AVAILABILITY_MIN = 2;

/** 副本模式 and 副本个数. */
export function ReplicaFields() {
  const t = useTranslations('specForm');
  const words = useTranslations('spec');
  const { control, getValues, setValue, clearErrors } = useFields();
  const mode = useWatch({ control, name: 'spec.replicaMode' });

  function changeMode(next: VersionSpec['replicaMode']): void {
    const minReplicas = next === 'low-cost' ? 0 : HIGH_AVAILABILITY_MIN;
    setValue('spec.replicaMode', next, { shouldDirty: true });
    setValue('spec.minReplicas', minReplicas);
    if (getValues('spec.maxReplicas') < minReplicas) setValue('spec.maxReplicas', minReplicas);
    clearErrors(['spec.minReplicas', 'spec.maxReplicas']);
  }

  return (
    <>
      <Field
        layout="row"
        label={t('replicaMode')}
        hint={t(mode === 'low-cost' ? 'lowCostHint' : 'highAvailabilityHint')}
      >
        <Segmented
          value={mode}
          onChange={changeMode}
          options={[
            { value: 'low-cost', label: words('lowCost') },
            { value: 'high-availability', label: words('highAvailability') },
          ]}
        />
      </Field>
      <FieldGroup label={t('replicas')}>
        <div className="flex flex-wrap items-start gap-2">
          <ReplicaInput name="minReplicas" isFixed={mode === 'low-cost'} />
          <span className="leading-8 text-ink-3">{t('to')}</span>
          <ReplicaInput name="maxReplicas" isFixed={false} />
        </div>
      </FieldGroup>
    </>
  );
}

/** 低成本 is a minimum of 0 and nothing else: shown, not to be typed (console-spec 1.3). */
function ReplicaInput({ name, isFixed }: { name: 'minReplicas' | 'maxReplicas'; isFixed: boolean }) {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  const error = errorAt(`spec.${name}`);
  const errorId = `${name}-error`;
  return (
    <div>
      <TextInput
        {...register(`spec.${name}`, asInteger)}
        aria-label={t(`${name}Label`)}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        readOnly={isFixed}
        start={<span className="flex-none text-ink-3">{t(name)}</span>}
        inputMode="numeric"
        autoComplete="off"
        className={isFixed ? 'w-31 border-line bg-sunken' : 'w-31'}
      />
      {error === undefined ? null : <FieldMessage id={errorId}>{error}</FieldMessage>}
    </div>
  );
}
