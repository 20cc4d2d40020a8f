'use client';
import { Controller, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Fold } from '#components/ui/fold.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { EnvRows } from '#components/versions/new-version/env-rows.tsx';
import { asInteger, useFields } from '#components/versions/new-version/form.ts';
import { LinesInput } from '#components/versions/new-version/lines-input.tsx';
import { useSpecText } from '#components/versions/spec-text.ts';

type AdvancedSectionProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** 高级设置, folded to a line that says what is inside. */
export function AdvancedSection({ isOpen, onOpenChange }: AdvancedSectionProps) {
  const t = useTranslations('newVersion');
  const { register, errorAt } = useFields();
  return (
    <Fold title={t('advanced')} summary={<Summary />} isOpen={isOpen} onOpenChange={onOpenChange}>
      <div className="grid gap-3">
        <EnvRows />
        <TextField
          {...register('spec.initialDelaySeconds', asInteger)}
          layout="row"
          label={t('initialDelay')}
          hint={t('initialDelayHint')}
          error={errorAt('spec.initialDelaySeconds')}
          inputMode="numeric"
          autoComplete="off"
          boxClassName="w-31"
        />
        <ProbeFields />
        <CommandField name="spec.command" label={t('command')} hint={t('commandHint')} />
        <CommandField name="spec.args" label={t('args')} hint={t('argsHint')} />
      </div>
    </Fold>
  );
}

function Summary() {
  const t = useTranslations('newVersion');
  const specText = useSpecText();
  const { control } = useFields();
  const spec = useWatch({ control, name: 'spec' });
  return t('advancedSummary', {
    env: spec.env.length,
    delay: Number.isFinite(spec.initialDelaySeconds) ? spec.initialDelaySeconds : '-',
    probe: specText(spec, 'probe'),
    command: spec.command.length + spec.args.length > 0 ? 'own' : 'image',
  });
}

function ProbeFields() {
  const t = useTranslations('newVersion');
  const { control, register, setValue, errorAt } = useFields();
  const kind = useWatch({ control, name: 'spec.probe.kind' });
  return (
    <>
      <Field layout="row" label={t('probe')} hint={kind === 'tcp' ? t('probeTcpHint') : undefined}>
        <Segmented
          value={kind}
          onChange={(next) =>
            setValue('spec.probe', next === 'tcp' ? { kind: 'tcp' } : { kind: 'http', path: '/' }, {
              shouldDirty: true,
            })
          }
          options={[
            { value: 'tcp', label: t('probeTcp') },
            { value: 'http', label: t('probeHttp') },
          ]}
        />
      </Field>
      {kind === 'tcp' ? null : (
        <TextField
          {...register('spec.probe.path')}
          layout="row"
          label={t('probePath')}
          hint={t('probePathHint')}
          error={errorAt('spec.probe.path')}
          inputClassName="font-mono text-xs"
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </>
  );
}

function CommandField({
  name,
  label,
  hint,
}: {
  name: 'spec.command' | 'spec.args';
  label: string;
  hint: string;
}) {
  const { control, errorAt } = useFields();
  return (
    <Field layout="row" label={label} hint={hint} error={errorAt(name)}>
      <Controller
        control={control}
        name={name}
        render={({ field }) => <LinesInput lines={field.value} onChange={field.onChange} />}
      />
    </Field>
  );
}
