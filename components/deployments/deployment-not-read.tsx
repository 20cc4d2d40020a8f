'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** It is not there (for this person), or the console did not answer. */
export function DeploymentNotRead({ isMissing }: { isMissing: boolean }) {
  const t = useTranslations('deployments');
  return (
    <Panel aria-label={t('records')}>
      {isMissing ? (
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
        <ErrorState title={t('notRead')} hint={t('notReadHint')} />
      )}
    </Panel>
  );
}

export function DeploymentSkeleton() {
  const t = useTranslations('deployments');
  return (
    <div aria-busy="true" className="flex flex-1 flex-col gap-4">
      <Skeleton width={240} className="h-7" />
      <Panel aria-label={t('facts')} className="h-15 p-4">
        <Skeleton width={640} />
      </Panel>
      <Panel aria-label={t('log')} className="grid flex-1 content-start gap-6 p-4">
        {['a', 'b', 'c', 'd', 'e'].map((row) => (
          <Skeleton key={row} width={220} />
        ))}
      </Panel>
    </div>
  );
}
