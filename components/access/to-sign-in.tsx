'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';

/** For who has an account already. */
export function ToSignIn() {
  const t = useTranslations('join');
  return (
    <p className="mt-4">
      <Link href="/sign-in" className="text-primary hover:underline">
        {t('toSignIn')}
      </Link>
    </p>
  );
}
