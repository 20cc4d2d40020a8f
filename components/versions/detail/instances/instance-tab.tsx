'use client';
// 实例 of a version: how many there should be and why, and each of them with what it uses. The rows change with the
// page's one stream; figures change every few seconds of themselves, of which nobody tells.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { PagedFoot } from '#components/services/paged-foot.tsx';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { instanceChoiceOf } from '#components/versions/detail/instances/instance-choice.ts';
import { InstanceFilter } from '#components/versions/detail/instances/instance-filter.tsx';
import { InstanceHead } from '#components/versions/detail/instances/instance-head.tsx';
import { INSTANCE_HEADS, InstanceTable } from '#components/versions/detail/instances/instance-table.tsx';
import { NoInstances } from '#components/versions/detail/instances/no-instances.tsx';
import type { InstancesView } from '#server/api/views/instance-view.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

const FIGURES_MS = 5_000;

export type InstanceTabProps = { service: ServiceView; version: VersionView };

export function InstanceTab({ service, version }: InstanceTabProps) {
  const t = useTranslations('instances');
  const trpc = useTRPC();
  const { params } = useUrlParams();
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.versions.instances.queryOptions(
      { versionId: version.id, ...instanceChoiceOf(params) },
      { refetchInterval: FIGURES_MS, placeholderData: keepPreviousData },
    ),
  );
  return (
    <Panel aria-label={t('title')}>
      <InstanceHead service={service} version={version} coldStarts={data?.coldStarts ?? null} />
      <InstanceFilter />
      {data ? (
        <Listed service={service} version={version} data={data} />
      ) : isError ? (
        <ErrorState
          title={t('failed')}
          hint={t('failedHint')}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <TableSkeleton heads={INSTANCE_HEADS.map((head) => t(head))} widths={[96, 48, 24, 96, 72]} rows={2} />
      )}
    </Panel>
  );
}

function Listed({ service, version, data }: InstanceTabProps & { data: InstancesView }) {
  const t = useTranslations('instances');
  const { params, change } = useUrlParams();
  const { group, filter, page } = instanceChoiceOf(params);
  if (data.total === 0) {
    return group === undefined && filter === '' ? (
      <NoInstances service={service} version={version} />
    ) : (
      <EmptyState
        title={t('noneMatch')}
        action={
          <Button onClick={() => change({ state: undefined, instance: undefined, page: undefined })}>
            {t('clearFilter')}
          </Button>
        }
      />
    );
  }
  return (
    <>
      <InstanceTable service={service} version={version} instances={data.items} />
      <PagedFoot
        page={page}
        total={data.total}
        pageSize={data.pageSize}
        onTurn={(to) => change({ page: to === 1 ? undefined : String(to) })}
      >
        {t('count', { count: data.total })}
      </PagedFoot>
    </>
  );
}
