'use client';
import { useTranslations } from 'use-intl/react';
import { TextField } from '#components/ui/text-field.tsx';
import { asPort, useFields } from '#components/versions/spec-form/form.ts';

/** 监听端口: exactly one, for HTTP (S3-1, S3-5). */
export function PortField() {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  return (
    <TextField
      {...register('spec.port', asPort)}
      layout="row"
      label={t('port')}
      hint={t('portHint')}
      error={errorAt('spec.port')}
      placeholder={t('portPlaceholder')}
      autoComplete="off"
      boxClassName="w-31"
    />
  );
}
