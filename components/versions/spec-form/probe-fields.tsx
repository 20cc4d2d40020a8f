'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';

const HTTP = { kind: 'http', path: '/' } as const;
const TCP = { kind: 'tcp' } as const;

/** 健康检查. */
export function ProbeFields() {
  const t = useTranslations('specForm');
  const { control, register, setValue, errorAt } = useFields();
  const kind = useWatch({ control, name: 'spec.probe.kind' });
  return (
    <>
      <Field layout="row" label={t('probe')} hint={kind === 'tcp' ? t('probeTcpHint') : undefined}>
        <Segmented
          value={kind}
          onChange={(next) => setValue('spec.probe', next === 'tcp' ? TCP : HTTP, { shouldDirty: true })}
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
