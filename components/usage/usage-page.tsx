'use client';
// 用量: what instances were given in a month, and for how long; what sleeping saved. Figures, so they are asked for
// again every half minute.
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel, PanelFoot, PanelTools } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { ExportUsage } from '#components/usage/export-usage.tsx';
import { UsageChart } from '#components/usage/usage-chart.tsx';
import { UsageFilter } from '#components/usage/usage-filter.tsx';
import { USAGE_HEADS, UsageTable, type UsageView } from '#components/usage/usage-table.tsx';
import { UsageTotals } from '#components/usage/usage-totals.tsx';
import { usageInputOf, useUsageChoice } from '#components/usage/use-usage-choice.ts';

const AGAIN_MS = 30_000;

export function UsagePage() {
  const t = useTranslations('usage');
  const trpc = useTRPC();
  const { choice, thisMonth, change } = useUsageChoice();
  const usage = useQuery(
    trpc.usage.summary.queryOptions(choice ? usageInputOf(choice) : skipToken, {
      refetchInterval: AGAIN_MS,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      <PageHeader title={t('title')} actions={choice ? <ExportUsage choice={choice} /> : undefined} />
      <Panel aria-label={t('title')}>
        <PanelTools>
          <UsageFilter choice={choice} thisMonth={thisMonth} onChange={change} />
        </PanelTools>
        <Body usage={usage} />
        <PanelFoot>{t('howCounted')}</PanelFoot>
      </Panel>
    </>
  );
}

type UsageQuery = {
  data: UsageView | undefined;
  isError: boolean;
  isFetching: boolean;
  refetch: () => unknown;
};

function Body({ usage }: { usage: UsageQuery }) {
  const t = useTranslations('usage');
  const { data, isError, isFetching, refetch } = usage;
  if (!data && isError) {
    return (
      <ErrorState
        title={t('failed')}
        hint={t('failedHint')}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  if (!data) return <TableSkeleton heads={USAGE_HEADS.map((head) => t(head))} widths={[160, 96]} rows={6} />;
  if (data.services.length === 0) return <EmptyState title={t('empty')} hint={t('emptyHint')} />;
  return (
    <>
      <UsageTotals total={data.total} />
      <UsageChart days={data.periods} />
      <UsageTable services={data.services} />
    </>
  );
}
