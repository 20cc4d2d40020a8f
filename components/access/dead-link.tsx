'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { GateHead } from '#components/access/gate-head.tsx';

/** Used, revoked, past its time and unknown look the same. */
export function DeadLink() {
  const t = useTranslations('join');
  return (
    <>
      <GateHead title={t('dead')}>{t('deadHint')}</GateHead>
      <p className="mt-4">
        <Link href="/sign-in" className="text-primary hover:underline">
          {t('toSignIn')}
        </Link>
      </p>
    </>
  );
}
