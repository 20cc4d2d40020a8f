'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { chartLines } from '#components/metrics/chart-lines.ts';
import { ChartPanel } from '#components/metrics/chart-panel.tsx';
import { chartsOf } from '#components/metrics/figure-list.ts';
import { LineLegend } from '#components/metrics/line-legend.tsx';
import { MarkList } from '#components/metrics/mark-list.tsx';
import { CursorContext, CursorStore } from '#components/metrics/metric-cursor.ts';
import { TrafficBand } from '#components/metrics/traffic-band.tsx';
import { useMarkText } from '#components/metrics/use-mark-text.ts';
import type { MetricChoiceState } from '#components/metrics/use-metric-choice.ts';
import type { readMetricsView } from '#server/api/views/metrics-view.ts';
import type { Figure } from '#server/domain/metric-figures.ts';

export type MetricsView = ReturnType<typeof readMetricsView>;

type MetricChartsProps = {
  service: { id: string; name: string };
  view: MetricsView;
  state: MetricChoiceState;
};

/** The wide chart with names of marks and the traffic, and the others in columns. */
export function MetricCharts({ service, view, state: { choice, setHidden } }: MetricChartsProps) {
  const lines = useChartLines(service.name, view);
  const markText = useMarkText(view.versions);
  const [cursor] = useState(() => new CursorStore());
  const [chosen, setChosen] = useState<Partial<Record<string, Figure>>>({});
  const shown = useMemo(() => lines.filter(({ id }) => !choice.hidden.includes(id)), [lines, choice.hidden]);
  const marks = view.marks.map((mark) => ({
    at: mark.at / 1000,
    text: markText(mark),
    isBad: mark.kind === 'deployment.failed',
  }));
  const colors = new Map(view.split === 'version' ? lines.map(({ id, color }) => [id, color]) : []);
  const panels = chartsOf(view.split).map((chart, index) => (
    <ChartPanel
      key={chart.id}
      chart={chart}
      figure={chart.figures.find((figure) => figure === chosen[chart.id]) ?? chart.figures[0] ?? 'qps'}
      onFigure={(figure) => setChosen({ ...chosen, [chart.id]: figure })}
      sampling={view.sampling}
      lines={shown}
      marks={marks}
      isMain={index === 0}
    >
      {index === 0 ? (
        <>
          <TrafficBand {...view} colors={colors} />
          <MarkList serviceId={service.id} marks={view.marks} isCut={view.isCut} textOf={markText} />
        </>
      ) : null}
    </ChartPanel>
  ));
  const [main, ...others] = panels;
  return (
    <CursorContext value={cursor}>
      <LineLegend
        lines={lines}
        hidden={choice.hidden}
        onHidden={setHidden}
        omitted={view.omitted}
        sampling={view.sampling}
        isLive={'last' in choice.range}
      />
      {main}
      <div className="grid grid-cols-3 gap-4 narrow:grid-cols-2 phone:grid-cols-1">{others}</div>
    </CursorContext>
  );
}

function useChartLines(serviceName: string, view: MetricsView) {
  const t = useTranslations('metrics');
  const noVersion = t('noVersion');
  return useMemo(
    () => chartLines(view.split, view.lines, view.versions, { service: serviceName, noVersion }),
    [serviceName, view, noVersion],
  );
}
