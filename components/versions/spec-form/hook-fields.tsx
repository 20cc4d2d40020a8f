'use client';
import { useTranslations } from 'use-intl/react';
import { CommandField } from '#components/versions/spec-form/command-field.tsx';

/** 生命周期: 启动后处理 and 停止前处理 (S4-10), commands inside the instance. */
export function HookFields() {
  const t = useTranslations('specForm');
  return (
    <>
      <CommandField name="spec.postStart" label={t('postStart')} hint={t('postStartHint')} />
      <CommandField name="spec.preStop" label={t('preStop')} hint={t('preStopHint')} />
    </>
  );
}
