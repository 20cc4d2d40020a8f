'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { DEPLOYMENT_HEADS, DeploymentTable } from '#components/services/deployment-table.tsx';
import { pageOf } from '#components/services/list-choice.ts';
import { PagedFoot } from '#components/services/paged-foot.tsx';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import type { VersionView } from '#server/api/views/version-view.ts';

/** 部署记录 of this version; every version has at least one. */
export function RecordTab({ version }: { version: VersionView }) {
  const t = useTranslations('serviceDetail');
  const trpc = useTRPC();
  const { params, change } = useUrlParams();
  const page = pageOf(params);
  const input = { serviceId: version.serviceId, versionId: version.id, page };
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.deployments.list.queryOptions(input, { placeholderData: keepPreviousData }),
  );
  if (data) {
    return (
      <Panel aria-label={t('deploymentList')}>
        <DeploymentTable deployments={data.items} />
        <PagedFoot
          page={page}
          total={data.total}
          pageSize={data.pageSize}
          onTurn={(to) => change({ page: to === 1 ? undefined : String(to) })}
        >
          {t('deploymentCount', { count: data.total })}
        </PagedFoot>
      </Panel>
    );
  }
  return (
    <Panel aria-label={t('deploymentList')}>
      {isError ? (
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
          rows={1}
        />
      )}
    </Panel>
  );
}
