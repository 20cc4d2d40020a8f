'use client';
import { useTranslations } from 'use-intl/react';
import { Notice } from '#components/ui/notice.tsx';

/** What to know before the button; that somebody else was quicker comes before it is refused. */
export function BarHint({ isStale, name }: { isStale: boolean; name: string }) {
  const t = useTranslations('editVersion');
  const problems = useTranslations('problems');
  if (isStale) return <Notice kind="fail">{problems('snapshot_stale', { name })}</Notice>;
  return <span className="text-ink-3 phone:hidden">{t('leave')}</span>;
}
