'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { FIGURE_HEADS, RequestFiguresTable } from '#components/requests/request-figures-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import type { RequestRange } from '#server/api/views/request-view.ts';

/** How often each range is read again, in ms. */
const REFRESH_MS: Record<RequestRange, number> = { live: 2_000, hour: 10_000, day: 30_000, month: 60_000 };
const RANGES: readonly RequestRange[] = ['live', 'hour', 'day', 'month'];

/** Figures of each version over a time that the person chooses. */
export function RequestFiguresPanel({ serviceId }: { serviceId: string }) {
  const t = useTranslations('requests');
  const trpc = useTRPC();
  const [range, setRange] = useState<RequestRange>('live');
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.requests.figures.queryOptions(
      { serviceId, range },
      { refetchInterval: REFRESH_MS[range], placeholderData: keepPreviousData },
    ),
  );
  return (
    <Panel aria-labelledby="request-figures">
      <PanelHead
        id="request-figures"
        title={t('figures')}
        end={
          <Segmented
            aria-label={t('range')}
            size="sm"
            value={range}
            onChange={setRange}
            options={RANGES.map((value) => ({ value, label: t(value) }))}
          />
        }
      />
      {data === undefined ? (
        isError ? (
          <ErrorState
            title={t('figuresFailed')}
            hint={t('failedHint')}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : (
          <TableSkeleton heads={FIGURE_HEADS.map((head) => t(head))} widths={[120]} rows={2} />
        )
      ) : data.versions.length === 0 ? (
        <EmptyState title={t('noFigures')} hint={t('noFiguresHint')} />
      ) : (
        <RequestFiguresTable versions={data.versions} />
      )}
    </Panel>
  );
}
