'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { pageOf } from '#components/services/list-choice.ts';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { chosenSnapshot } from '#components/versions/detail/history/chosen-snapshot.ts';
import { Comparison } from '#components/versions/detail/history/comparison.tsx';
import { SnapshotList } from '#components/versions/detail/history/snapshot-list.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

/** 版本历史: every configuration that served, and beside it what the chosen one differs in (S2-17, S2-18). */
export function HistoryTab({ service, version }: { service: ServiceView; version: VersionView }) {
  const t = useTranslations('history');
  const trpc = useTRPC();
  const { params, change } = useUrlParams();
  const page = pageOf(params);
  const details = useRef<HTMLDivElement>(null);
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.history.list.queryOptions({ versionId: version.id, page }, { placeholderData: keepPreviousData }),
  );
  if (data === undefined) {
    return isError ? (
      <Panel aria-label={t('list')}>
        <ErrorState
          title={t('notRead')}
          hint={t('notReadHint')}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      </Panel>
    ) : (
      <Loading />
    );
  }
  if (data.total === 0) {
    return (
      <Panel aria-label={t('list')}>
        <EmptyState title={t('empty')} hint={t('emptyHint')} />
      </Panel>
    );
  }
  const chosen = chosenSnapshot(data.items, params.get('snapshot'));
  return (
    <div className="grid grid-cols-[272px_minmax(0,1fr)] items-start gap-4 narrow:grid-cols-[minmax(0,1fr)]">
      <SnapshotList
        history={data}
        page={page}
        chosen={chosen}
        onChoose={(number) => {
          change({ snapshot: String(number) });
          showWhereBelow(details.current);
        }}
        onTurn={(to) => change({ page: to === 1 ? undefined : String(to), snapshot: undefined })}
      />
      <div ref={details} className="min-w-0 scroll-mt-16">
        {chosen === undefined ? null : (
          <Comparison key={chosen} service={service} version={version} snapshotNumber={chosen} />
        )}
      </div>
    </div>
  );
}

/** On a narrow screen the details are below the list, where nobody would see that they have changed. */
function showWhereBelow(details: HTMLElement | null): void {
  if (details && details.getBoundingClientRect().top > window.innerHeight / 2) details.scrollIntoView();
}

function Loading() {
  const t = useTranslations('history');
  return (
    <Panel aria-label={t('list')} aria-busy="true" className="grid h-60 content-start gap-6 p-4">
      {['a', 'b', 'c', 'd'].map((row) => (
        <Skeleton key={row} width={240} />
      ))}
    </Panel>
  );
}
