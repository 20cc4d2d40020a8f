'use client';
// 开通与注册: how people get in without an invitation, and what they have then.
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { AccessForm } from '#components/settings/access/access-form.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function AccessPage() {
  const t = useTranslations('access');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.access.get.queryOptions());
  return (
    <>
      <PageHeader title={t('title')} />
      <Panel aria-label={t('title')}>
        {data ? (
          <AccessForm key={JSON.stringify(data)} stored={data} />
        ) : isError ? (
          <ErrorState
            title={t('failed')}
            hint={t('failedHint')}
            isRetrying={isFetching}
            onRetry={() => void refetch()}
          />
        ) : (
          <div aria-busy="true" className="grid gap-3 p-4">
            <Skeleton width={200} />
            <Skeleton width={320} />
          </div>
        )}
      </Panel>
    </>
  );
}
