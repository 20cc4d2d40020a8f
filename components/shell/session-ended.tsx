'use client';
import { useTranslations } from 'use-intl/react';
import { Notice } from '#components/ui/notice.tsx';

/** Above the sign-in form, for whoever did not choose to come to it. */
export function SessionEnded() {
  const t = useTranslations('gate');
  return (
    <Notice kind="note" className="mb-6">
      {t('sessionEnded')}
    </Notice>
  );
}
