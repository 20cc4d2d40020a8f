'use client';
import { useTranslations } from 'use-intl/react';
import { chartLines } from '#components/metrics/chart-lines.ts';
import { chartsOf } from '#components/metrics/figure-list.ts';
import { pointTimes } from '#components/metrics/line-plot.tsx';
import type { MetricsView } from '#components/metrics/metric-charts.tsx';
import { localIsoTime, metricsCsv } from '#components/metrics/metrics-csv.ts';
import { saveText } from '#components/ui/save-text.ts';

/** Saves what the charts show, every figure of every line that is drawn, as a file that spreadsheets open. */
export function useMetricsDownload(
  serviceName: string,
): (view: MetricsView, hidden: readonly string[]) => void {
  const t = useTranslations('metrics');
  return (view, hidden) => {
    const words = { service: serviceName, noVersion: t('noVersion') };
    const lines = chartLines(view.split, view.lines, view.versions, words).filter(
      ({ id }) => !hidden.includes(id),
    );
    const figures = chartsOf(view.split).flatMap((chart) => chart.figures);
    const columns = figures.map((figure) => ({
      head: t(`columns.${figure}`),
      valuesOf: (id: string) => lines.find((line) => line.id === id)?.figures[figure] ?? [],
    }));
    const heads = { time: t('time'), line: t('line') };
    const text = metricsCsv(view.sampling, pointTimes(view.sampling).length, heads, lines, columns);
    const day = localIsoTime(view.sampling.to * 1000)
      .slice(0, 16)
      .replaceAll(/[-:]/g, '')
      .replace('T', '-');
    saveText(`metrics-${serviceName}-${day}.csv`, text, 'text/csv');
  };
}
