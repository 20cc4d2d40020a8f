'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { DEPLOYMENT_HEADS, DeploymentTable } from '#components/services/deployment-table.tsx';
import { pageOf } from '#components/services/list-choice.ts';
import { PagedFoot } from '#components/services/paged-foot.tsx';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';

/** 部署记录 of a service. */
export function DeploymentTab({ serviceId }: { serviceId: string }) {
  const t = useTranslations('serviceDetail');
  const trpc = useTRPC();
  const { params, change } = useUrlParams();
  const page = pageOf(params);
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.deployments.list.queryOptions({ serviceId, page }, { placeholderData: keepPreviousData }),
  );
  return (
    <Panel aria-label={t('deploymentList')}>
      {data === undefined ? (
        isError ? (
          <ErrorState
            title={t('deploymentsFailed')}
            hint={t('failedHint')}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : (
          <TableSkeleton
            heads={DEPLOYMENT_HEADS.map((head) => t(head))}
            widths={[104, 64, 64, 64, 64, 72, 120, 140, 48]}
            rows={5}
          />
        )
      ) : data.total === 0 ? (
        <EmptyState title={t('noDeployments')} hint={t('noDeploymentsHint')} />
      ) : (
        <>
          <DeploymentTable deployments={data.items} />
          <PagedFoot
            page={page}
            total={data.total}
            pageSize={data.pageSize}
            onTurn={(to) => change({ page: to === 1 ? undefined : String(to) })}
          >
            {t('deploymentCount', { count: data.total })}
          </PagedFoot>
        </>
      )}
    </Panel>
  );
}
