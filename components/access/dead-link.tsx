'use client';
import { useTranslations } from 'use-intl/react';
import { GateHead } from '#components/access/gate-head.tsx';
import { ToSignIn } from '#components/access/to-sign-in.tsx';

/** Used, revoked, past its time and unknown look the same. */
export function DeadLink() {
  const t = useTranslations('join');
  return (
    <>
      <GateHead title={t('dead')}>{t('deadHint')}</GateHead>
      <ToSignIn />
    </>
  );
}
