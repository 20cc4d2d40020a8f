'use client';
import { Controller } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { TextField } from '#components/ui/text-field.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { TokenField } from '#components/versions/spec-form/token-field.tsx';

/** 代码库拉取: which repository, which branch, and how to sign in. */
export function RepositoryFields() {
  const t = useTranslations('specForm');
  const { control, register, errorAt } = useFields();
  const line = {
    layout: 'row',
    inputClassName: 'font-mono text-xs',
    autoComplete: 'off',
    spellCheck: false,
  } as const;
  return (
    <>
      <TextField
        {...register('spec.source.url')}
        {...line}
        label={t('repositoryUrl')}
        hint={t('repositoryUrlHint')}
        error={errorAt('spec.source.url')}
        placeholder={t('repositoryUrlPlaceholder')}
      />
      <TextField
        {...register('spec.source.branch')}
        {...line}
        label={t('branch')}
        error={errorAt('spec.source.branch')}
        boxClassName="w-64 phone:w-full"
      />
      <Controller
        control={control}
        name="spec.source.token"
        render={({ field }) => (
          <TokenField
            token={field.value}
            onChange={field.onChange}
            error={errorAt('spec.source.token') ?? errorAt('spec.source.token.value')}
          />
        )}
      />
    </>
  );
}
