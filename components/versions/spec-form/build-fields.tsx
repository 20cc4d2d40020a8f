'use client';
import { useTranslations } from 'use-intl/react';
import { TextField } from '#components/ui/text-field.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';

/** Where a build begins: not for images. */
export function BuildFields() {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  const line = {
    layout: 'row',
    inputClassName: 'font-mono text-xs',
    autoComplete: 'off',
    spellCheck: false,
  } as const;
  return (
    <>
      <TextField
        {...register('spec.source.directory')}
        {...line}
        label={t('directory')}
        hint={t('directoryHint')}
        error={errorAt('spec.source.directory')}
        boxClassName="w-64 phone:w-full"
      />
      <TextField
        {...register('spec.source.dockerfile')}
        {...line}
        label={t('dockerfile')}
        hint={t('dockerfileHint')}
        error={errorAt('spec.source.dockerfile')}
        boxClassName="w-64 phone:w-full"
      />
    </>
  );
}
