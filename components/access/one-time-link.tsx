'use client';
import { useTranslations } from 'use-intl/react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';

type OneTimeLinkProps = {
  /** `/join/…` or `/reset/…` on this console. */
  path: string;
  /** Until when it works, and for what. */
  hint: string;
};

/** A link just made: shown this once. */
export function OneTimeLink({ path, hint }: OneTimeLinkProps) {
  const t = useTranslations('members');
  const link = `${location.origin}${path}`;
  return (
    <div className="grid gap-3">
      <p>{hint}</p>
      <div className="flex items-center gap-1 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 break-all text-ink text-xs">{link}</code>
        <CopyButton text={link} label={t('copyLink')} />
      </div>
      <Notice kind="note">{t('shownOnce')}</Notice>
    </div>
  );
}
