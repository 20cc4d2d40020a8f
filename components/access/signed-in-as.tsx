'use client';
import { useTranslations } from 'use-intl/react';
import { signOut } from '#components/shell/auth.ts';
import { Button } from '#components/ui/button.tsx';

/** At the foot of pages that one sees before the console. */
export function SignedInAs({ email }: { email: string }) {
  const t = useTranslations();
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-ink-3 text-sm">
      <span className="min-w-0 truncate">{t('join.signedInAs', { email })}</span>
      <Button intent="quiet" size="sm" onClick={() => void signOut()}>
        {t('shell.signOut')}
      </Button>
    </p>
  );
}
