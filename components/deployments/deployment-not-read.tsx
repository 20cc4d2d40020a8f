'use client';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** The console did not answer; the page tries again by itself. */
export function DeploymentNotRead({ isRetrying, onRetry }: { isRetrying: boolean; onRetry: () => void }) {
  const t = useTranslations('deployments');
  return (
    <>
      <h1 className="sr-only">{t('records')}</h1>
      <Panel aria-label={t('records')}>
        <ErrorState title={t('notRead')} hint={t('notReadHint')} onRetry={onRetry} isRetrying={isRetrying} />
      </Panel>
    </>
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
