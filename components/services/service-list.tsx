'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus, RefreshCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { CreateServiceDialog } from '#components/services/create-service-dialog.tsx';
import { listChoiceOf, type Shown } from '#components/services/list-choice.ts';
import { PagedFoot } from '#components/services/paged-foot.tsx';
import { ServiceFilter } from '#components/services/service-filter.tsx';
import { ServiceTable, ServiceTableSkeleton } from '#components/services/service-table.tsx';
import { useFreshEnvironment } from '#components/services/use-refresh.ts';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel, PanelTools } from '#components/ui/panel.tsx';
import { SplitStrip } from '#components/ui/split-strip.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';

/** 服务列表 of one environment. */
export function ServiceList({ environmentId }: { environmentId: string }) {
  const t = useTranslations('services');
  const { params, change } = useUrlParams();
  const [creating, setCreating] = useState<{ under?: string }>();
  const trpc = useTRPC();
  const choice = listChoiceOf(params);
  const { filter, show, page } = choice;
  const query = useQuery(
    trpc.services.list.queryOptions({ environmentId, ...choice }, { placeholderData: keepPreviousData }),
  );
  useFreshEnvironment(environmentId);
  const { data } = query;
  const mayCreate = useMay('operate', environmentId);
  const create = mayCreate ? <CreateButton onClick={() => setCreating({})} /> : undefined;
  const turnPage = (to: number) => change({ page: to === 1 ? undefined : String(to) });

  return (
    <>
      <PageHeader title={t('title')} actions={create} />
      <Panel aria-label={t('list')}>
        <PanelTools end={<Refresh updatedAt={query.dataUpdatedAt} onRefresh={() => void query.refetch()} />}>
          <ServiceFilter
            filter={filter}
            show={show}
            counts={data?.counts}
            onFilter={(text) => change({ filter: text, page: undefined })}
            onShow={(to) => change({ show: to === 'all' ? undefined : to, page: undefined })}
          />
        </PanelTools>
        {data === undefined ? (
          <NoData
            isFailed={query.isError}
            isRetrying={query.isFetching}
            onRetry={() => void query.refetch()}
          />
        ) : data.items.length > 0 ? (
          <ServiceTable
            services={data.items}
            networks={data.networks}
            onCreateUnder={mayCreate ? (under) => setCreating({ under }) : undefined}
          />
        ) : (
          <NothingToShow
            filter={filter}
            show={show}
            onClear={() => change({ filter: undefined, show: undefined, page: undefined })}
            create={create}
          />
        )}
        {data && data.total > 0 ? (
          <PagedFoot page={page} total={data.total} pageSize={data.pageSize} onTurn={turnPage}>
            {t('count', { count: data.total })}
          </PagedFoot>
        ) : null}
      </Panel>
      {creating && mayCreate ? (
        <CreateServiceDialog
          environmentId={environmentId}
          under={creating.under}
          onClose={() => setCreating(undefined)}
        />
      ) : null}
    </>
  );
}

function CreateButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('services');
  return (
    <Button intent="primary" onClick={onClick}>
      <Plus className="size-4" aria-hidden />
      {t('create')}
    </Button>
  );
}

function Refresh({ updatedAt, onRefresh }: { updatedAt: number; onRefresh: () => void }) {
  const t = useTranslations();
  return (
    <>
      <span className="text-ink-3 text-xs phone:hidden">
        {updatedAt === 0 ? null : t.rich('services.updatedAgo', { time: () => <TimeAgo at={updatedAt} /> })}
      </span>
      <Button intent="quiet" size="icon" aria-label={t('common.refresh')} onClick={onRefresh}>
        <RefreshCw className="size-4" aria-hidden />
      </Button>
    </>
  );
}

function NoData({
  isFailed,
  isRetrying,
  onRetry,
}: {
  isFailed: boolean;
  isRetrying: boolean;
  onRetry: () => void;
}) {
  const t = useTranslations('services');
  if (!isFailed) return <ServiceTableSkeleton />;
  return <ErrorState title={t('failed')} hint={t('failedHint')} onRetry={onRetry} isRetrying={isRetrying} />;
}

function NothingToShow({
  filter,
  show,
  onClear,
  create,
}: {
  filter: string;
  show: Shown;
  onClear: () => void;
  /** The button; undefined where the reader may not. */
  create: ReactNode;
}) {
  const t = useTranslations('services');
  const clear: ReactNode = <Button onClick={onClear}>{t('clearFilter')}</Button>;
  if (filter)
    return <EmptyState title={t('noMatch', { text: filter })} hint={t('noMatchHint')} action={clear} />;
  if (show === 'gray') return <EmptyState title={t('noneGray')} action={clear} />;
  if (show === 'abnormal') return <EmptyState title={t('noneAbnormal')} action={clear} />;
  return (
    <EmptyState
      figure={<SplitStrip shares={[]} size="lg" className="mb-2 w-40" />}
      title={t('empty')}
      hint={t(create === undefined ? 'emptyHintViewing' : 'emptyHint')}
      action={create}
    />
  );
}
