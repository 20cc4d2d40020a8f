'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { fits, freeOn, type MachineFacts, needsOf } from '#components/versions/spec-form/machine-room.ts';
import { SPEC_TABLE } from '#server/domain/spec.ts';

/** 规格: CPU and memory that go together, and what the machine has free. */
export function SizeField({ machine }: { machine: MachineFacts | null }) {
  const t = useTranslations('specForm');
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
  const t = useTranslations('specForm');
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
