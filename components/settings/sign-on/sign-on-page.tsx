'use client';
// 单点登录: by which identity provider people sign in, and which roles its groups give.
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { SignOnForm } from '#components/settings/sign-on/sign-on-form.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function SignOnPage() {
  const t = useTranslations('signOn');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.singleSignOn.get.queryOptions());
  return (
    <>
      <PageHeader title={t('title')} />
      <Panel aria-label={t('title')}>
        {data ? (
          <SignOnForm key={JSON.stringify(data)} stored={data} />
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
            <Skeleton width={320} />
          </div>
        )}
      </Panel>
    </>
  );
}
