'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { asInteger, useFields } from '#components/versions/new-version/form.ts';
import { fits, freeOn, type MachineFacts, needsOf } from '#components/versions/new-version/machine-room.ts';
import { SPEC_TABLE, type VersionSpec } from '#server/domain/spec.ts';

/** 规格与扩缩容. */
export function SizeSection({ machine }: { machine: MachineFacts | null }) {
  const t = useTranslations('newVersion');
  return (
    <PanelSection title={t('sizing')}>
      <SizeField machine={machine} />
      <ReplicaFields />
    </PanelSection>
  );
}

function SizeField({ machine }: { machine: MachineFacts | null }) {
  const t = useTranslations('newVersion');
  const words = useTranslations('spec');
  const { control, setValue, errorAt } = useFields();
  const [cpu, memoryGb] = useWatch({ control, name: ['spec.cpu', 'spec.memoryGb'] });

  /** Keeps the memory where the new CPU allows it. */
  function changeCpu(next: number): void {
    const choices = memoryChoices(next);
    setValue('spec.cpu', next, { shouldDirty: true });
    if (!choices.includes(memoryGb)) setValue('spec.memoryGb', choices[0] ?? memoryGb);
  }

  return (
    <FieldGroup label={t('size')} error={errorAt('spec.cpu') ?? errorAt('spec.memoryGb')}>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('cpu')}
          className="w-31"
          value={cpu}
          onChange={changeCpu}
          options={SPEC_TABLE.map((row) => ({ value: row.cpu, label: words('cpuValue', { cpu: row.cpu }) }))}
        />
        <Select
          aria-label={t('memory')}
          className="w-31"
          value={memoryGb}
          onChange={(next) => setValue('spec.memoryGb', next, { shouldDirty: true })}
          options={memoryChoices(cpu).map((choice) => ({
            value: choice,
            label: words('memoryValue', { memoryGb: choice }),
          }))}
        />
        {machine === null ? null : <Room machine={machine} />}
      </div>
    </FieldGroup>
  );
}

function memoryChoices(cpu: number): readonly number[] {
  return SPEC_TABLE.find((row) => row.cpu === cpu)?.memoryGb ?? [];
}

/** What the machine can still give, or that it will not be enough. */
function Room({ machine }: { machine: MachineFacts }) {
  const t = useTranslations('newVersion');
  const { control } = useFields();
  const spec = useWatch({ control, name: 'spec' });
  const free = freeOn(machine);
  if (!fits(spec, machine)) {
    const needs = needsOf(spec);
    return (
      <Notice kind="fail" className="w-full text-xs">
        {t('tooLarge', {
          cpu: needs.cpu,
          memoryGb: needs.memoryGb,
          cpuFree: Math.min(free.cpu, machine.cpuMax),
          memoryFreeGb: free.memoryGb,
        })}
      </Notice>
    );
  }
  return <span className="text-ink-3 text-sm">{t('free', free)}</span>;
}

function ReplicaFields() {
  const t = useTranslations('newVersion');
  const words = useTranslations('spec');
  const { control, register, setValue, errorAt } = useFields();
  const mode = useWatch({ control, name: 'spec.replicaMode' });

  function changeMode(next: VersionSpec['replicaMode']): void {
    setValue('spec.replicaMode', next, { shouldDirty: true });
    setValue('spec.minReplicas', next === 'low-cost' ? 0 : 2);
  }

  return (
    <>
      <Field
        layout="row"
        label={t('replicaMode')}
        hint={mode === 'low-cost' ? t('lowCostHint') : t('highAvailabilityHint')}
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
      {mode === 'low-cost' ? null : (
        <TextField
          {...register('spec.minReplicas', asInteger)}
          layout="row"
          label={t('replicas')}
          error={errorAt('spec.minReplicas')}
          start={<span className="flex-none text-ink-3">{t('minimum')}</span>}
          inputMode="numeric"
          autoComplete="off"
          boxClassName="w-31"
        />
      )}
    </>
  );
}
