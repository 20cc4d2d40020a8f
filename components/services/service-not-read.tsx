'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** It is not there (for this person), or the console did not answer. */
export function ServiceNotRead({
  isGone,
  isRetrying,
  onRetry,
}: {
  isGone: boolean;
  isRetrying: boolean;
  onRetry: () => void;
}) {
  const t = useTranslations('serviceDetail');
  return (
    <>
      <PageHeader title={t('tabs')} />
      <Panel aria-label={t('tabs')}>
        {isGone ? (
          <EmptyState
            title={t('missing')}
            hint={t('missingHint')}
            action={
              <Link href="/services" className={buttonStyle()}>
                {t('toServices')}
              </Link>
            }
          />
        ) : (
          <ErrorState title={t('failed')} hint={t('failedHint')} onRetry={onRetry} isRetrying={isRetrying} />
        )}
      </Panel>
    </>
  );
}

export function ServiceSkeleton() {
  const t = useTranslations('serviceDetail');
  return (
    <div aria-busy="true">
      <PageHeader title={<Skeleton width={160} className="h-6" />} meta={<Skeleton width={320} />} />
      <Panel aria-label={t('tabs')} className="grid h-54 content-between p-4">
        {['w-40', 'w-full', 'w-full', 'w-120'].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars are alike
          <Skeleton key={index} className={width} />
        ))}
      </Panel>
    </div>
  );
}
