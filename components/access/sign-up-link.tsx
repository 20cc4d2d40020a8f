'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';

/** Below the sign-in form, where people may register. */
export function SignUpLink() {
  const t = useTranslations('join');
  return (
    <p className="mt-4">
      <Link href="/sign-up" className="text-primary hover:underline">
        {t('toSignUp')}
      </Link>
    </p>
  );
}
