'use client';
import { Info, LineChart, Table2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, use, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ChartLine } from '#components/metrics/chart-lines.ts';
import { HeadFigures, PlotTooltip, SpokenPoint } from '#components/metrics/chart-readout.tsx';
import { type Chart, FIGURE_UNIT } from '#components/metrics/figure-list.ts';
import { FigureTable } from '#components/metrics/figure-table.tsx';
import { LinePlot, pointTimes } from '#components/metrics/line-plot.tsx';
import { summaryOf } from '#components/metrics/line-summary.ts';
import { CursorContext } from '#components/metrics/metric-cursor.ts';
import type { PlotMark } from '#components/metrics/plot-options.ts';
import { useFigureText } from '#components/metrics/use-figure-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { Figure } from '#server/domain/metric-figures.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';

type ChartPanelProps = {
  chart: Chart;
  figure: Figure;
  onFigure: (figure: Figure) => void;
  sampling: Sampling;
  lines: readonly ChartLine[];
  marks: readonly PlotMark[];
  /** The wide one at the top, which calls the marks by name. */
  isMain?: boolean;
  /** Below the plot. */
  children?: ReactNode;
};

const MAIN_HEIGHT = 300;
const HEIGHT = 168;

/** One figure over time: as a chart, or as a table of the same. */
export function ChartPanel({
  chart,
  figure,
  onFigure,
  sampling,
  lines,
  marks,
  isMain,
  children,
}: ChartPanelProps) {
  const t = useTranslations('metrics');
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const title = t(`charts.${chart.id}`);
  const unit = FIGURE_UNIT[figure];
  const height = isMain ? MAIN_HEIGHT : HEIGHT;
  const read = { chart: chart.id, sampling, lines, figure, unit };
  return (
    <Panel aria-labelledby={id} className="min-w-0 px-4 pt-2 pb-3">
      <div className="flex min-h-9 items-center gap-1.5">
        <h2 id={id} className="truncate">
          {title}
        </h2>
        <Tooltip text={t(`hints.${chart.id}`)}>
          <Button intent="quiet" size="xs" aria-label={t('hintOf', { title })}>
            <Info className="size-3.5 text-ink-3" aria-hidden />
          </Button>
        </Tooltip>
        {chart.figures.length > 1 ? (
          <Select
            className="h-(--size-control-sm) text-sm phone:h-9"
            aria-label={t('figureOf', { title })}
            value={figure}
            onChange={onFigure}
            options={chart.figures.map((value) => ({ value, label: t(`figures.${value}`) }))}
          />
        ) : null}
        <Tooltip text={isTable ? t('asChart') : t('asTable')}>
          <Button
            intent="quiet"
            size="icon-sm"
            className="ml-auto"
            aria-label={t('tableOf', { title })}
            aria-pressed={isTable}
            onClick={() => setIsTable(!isTable)}
          >
            {isTable ? (
              <LineChart className="size-4" aria-hidden />
            ) : (
              <Table2 className="size-4" aria-hidden />
            )}
          </Button>
        </Tooltip>
      </div>
      <div className="min-h-4">
        <HeadFigures {...read} />
      </div>
      {isTable ? (
        <FigureTable title={title} hint={t(`hints.${chart.id}`)} {...read} height={height} />
      ) : (
        <Plotted title={title} read={read}>
          <LinePlot
            {...read}
            isStepped={chart.isStepped}
            height={height}
            marks={marks}
            hasMarkLabels={isMain ?? false}
          />
          <PlotTooltip {...read} isMain={isMain ?? false} />
          <SpokenPoint {...read} />
        </Plotted>
      )}
      {children}
    </Panel>
  );
}

type PlottedProps = {
  title: string;
  read: { chart: string; sampling: Sampling; lines: readonly ChartLine[]; figure: Figure };
  children: ReactNode;
};

/** The plot for the keyboard, and in words. */
function Plotted({ title, read, children }: PlottedProps) {
  const t = useTranslations('metrics');
  const cursor = use(CursorContext);
  const label = useSummaryText(read.lines, read.figure);
  const last = pointTimes(read.sampling).length - 1;
  const move = (event: KeyboardEvent) => {
    const to = nextPoint(event.key, cursor.get().index, last);
    if (to === undefined) return;
    event.preventDefault();
    cursor.point(read.chart, to, true);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div
      role="group"
      aria-label={t('plotLabel', { title, summary: label })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read it point by point.
      tabIndex={0}
      className="relative -mx-1 rounded-md"
      onKeyDown={move}
      onBlur={() => cursor.point(read.chart, null)}
    >
      {children}
    </div>
  );
}

/** Null: away from the chart; undefined: not a key of ours. */
function nextPoint(key: string, now: number | null, last: number): number | null | undefined {
  if (key === 'ArrowLeft') return Math.max(0, (now ?? last + 1) - 1);
  if (key === 'ArrowRight') return Math.min(last, (now ?? last) + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return key === 'Escape' ? null : undefined;
}

function useSummaryText(lines: readonly ChartLine[], figure: Figure): string {
  const t = useTranslations('metrics');
  const textOf = useFigureText();
  const unit = FIGURE_UNIT[figure];
  return lines
    .map(({ label, figures }) => {
      const summary = summaryOf(figures[figure]);
      if (!summary) return t('lineUnmeasured', { line: label });
      const { latest, minimum, maximum, average } = summary;
      return t('lineSummary', {
        line: label,
        latest: textOf(latest, unit),
        minimum: textOf(minimum, unit),
        maximum: textOf(maximum, unit),
        average: textOf(average, unit),
      });
    })
    .join(' ');
}
