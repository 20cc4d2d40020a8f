'use client';
// 监控: all charts of a service over one time. They share their lines, their marks and the moment that is pointed at;
// what they show is in the URL. uPlot is loaded when the first chart is drawn.
import { useTranslations } from 'use-intl/react';
import { MetricCharts } from '#components/metrics/metric-charts.tsx';
import { MetricTools } from '#components/metrics/metric-tools.tsx';
import { useMetricChoice } from '#components/metrics/use-metric-choice.ts';
import { useMetrics } from '#components/metrics/use-metrics.ts';
import { useMetricsDownload } from '#components/metrics/use-metrics-download.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

export function MetricsTab({ service }: { service: Pick<ServiceView, 'id' | 'name'> }) {
  const t = useTranslations('metrics');
  const state = useMetricChoice();
  const { data, isError, isFetching, refetch } = useMetrics(service.id, state.choice);
  const download = useMetricsDownload(service.name);
  const isEmpty = data?.lines.every(({ figures }) =>
    Object.values(figures)
      .flat()
      .every((value) => value === null),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <MetricTools
        state={state}
        sampling={data?.sampling}
        versions={data?.versions.toReversed() ?? []}
        onRefresh={() => void refetch()}
        isRefreshing={isFetching}
        onDownload={data && !isEmpty ? () => download(data, state.choice.hidden) : undefined}
      />
      {isError && data ? <Notice kind="fail">{t('stale')}</Notice> : null}
      {data === undefined ? (
        isError ? (
          <Panel aria-label={t('title')}>
            <ErrorState
              title={t('failed')}
              hint={t('failedHint')}
              onRetry={() => void refetch()}
              isRetrying={isFetching}
            />
          </Panel>
        ) : (
          <Loading />
        )
      ) : isEmpty ? (
        <Panel aria-label={t('title')}>
          <EmptyState title={t('empty')} hint={t('emptyHint')} />
        </Panel>
      ) : (
        <MetricCharts service={service} view={data} state={state} />
      )}
    </div>
  );
}

const SMALL_CHARTS = 6;

/** Panels of the final size. */
function Loading() {
  const t = useTranslations('common');
  return (
    <div aria-busy="true" role="status" aria-label={t('loading')} className="grid gap-4">
      <Panel className="h-[384px] p-4">
        <Skeleton width={120} />
      </Panel>
      <div className="grid grid-cols-3 gap-4 narrow:grid-cols-2 phone:grid-cols-1">
        {Array.from({ length: SMALL_CHARTS }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the panels are alike
          <Panel key={index} className="h-[240px] p-4">
            <Skeleton width={96} />
          </Panel>
        ))}
      </div>
    </div>
  );
}
