'use client';
// 我的账号: who one is, how one signs in, and where one is signed in.
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { PasswordPanel } from '#components/settings/account/password-panel.tsx';
import { ProfilePanel } from '#components/settings/account/profile-panel.tsx';
import { SecondFactorPanel } from '#components/settings/account/second-factor-panel.tsx';
import { SessionsPanel } from '#components/settings/account/sessions-panel.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { AppRouter } from '#server/api/router.ts';

export type Account = inferRouterOutputs<AppRouter>['account']['get'];

export function AccountPage() {
  const t = useTranslations('account');
  return (
    <>
      <PageHeader title={t('title')} />
      <div className="grid max-w-220 gap-4">
        <AccountPanels />
        <SessionsPanel />
      </div>
    </>
  );
}

function AccountPanels() {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.account.get.queryOptions());
  if (data === undefined) {
    return (
      <Panel aria-label={t('profile')} className="p-4">
        {isError ? (
          <ErrorState
            title={t('failed')}
            hint={t('failedHint')}
            isRetrying={isFetching}
            onRetry={() => refetch()}
          />
        ) : (
          <Skeleton width={240} />
        )}
      </Panel>
    );
  }
  return (
    <>
      <ProfilePanel account={data} />
      {data.hasPassword ? <PasswordPanel email={data.email} /> : null}
      {data.hasPassword ? <SecondFactorPanel recoveryCodesLeft={data.recoveryCodesLeft} /> : null}
    </>
  );
}
