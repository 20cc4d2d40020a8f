'use client';
import { useTranslations } from 'use-intl/react';
import type { ChartLine } from '#components/metrics/chart-lines.ts';
import type { FigureUnit } from '#components/metrics/figure-list.ts';
import { pointTimes } from '#components/metrics/line-plot.tsx';
import { summaryOf } from '#components/metrics/line-summary.ts';
import { useCursor } from '#components/metrics/metric-cursor.ts';
import { AXIS_WIDTH, RIGHT_PADDING } from '#components/metrics/plot-options.ts';
import { useFigureText, usePointText } from '#components/metrics/use-figure-text.ts';
import type { Figure } from '#server/domain/metric-figures.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';

type ReadoutProps = {
  chart: string;
  sampling: Sampling;
  lines: readonly ChartLine[];
  figure: Figure;
  unit: FigureUnit;
};

/** Below the names of marks. */
const TOOLTIP_TOP = { main: 56, small: 12 };

/** More would not stand in one line. */
const MOST_IN_HEAD = 3;

/** The latest figures, or those of the moment that is pointed at on any chart. */
export function HeadFigures({ lines, figure, unit }: ReadoutProps) {
  const t = useTranslations('metrics');
  const textOf = useFigureText();
  const { index } = useCursor();
  if (lines.length > MOST_IN_HEAD) return null;
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 text-ink-3 text-xs">
      <span>{index === null ? t('latest') : t('then')}</span>
      {lines.map((line) => {
        const values = line.figures[figure];
        const value = index === null ? summaryOf(values)?.latest : values[index];
        return (
          <span key={line.id}>
            {line.shortLabel} <b className="whitespace-nowrap">{textOf(value, unit)}</b>
          </span>
        );
      })}
    </span>
  );
}

/** All values of the moment, on the chart that is pointed at. */
export function PlotTooltip({
  chart,
  sampling,
  lines,
  figure,
  unit,
  isMain,
}: ReadoutProps & { isMain: boolean }) {
  const t = useTranslations('metrics');
  const textOf = useFigureText();
  const pointText = usePointText(sampling.stepSeconds);
  const cursor = useCursor();
  const at = cursor.index === null ? undefined : pointTimes(sampling)[cursor.index];
  if (at === undefined || cursor.chart !== chart) return null;
  const part = (at - sampling.from) / (sampling.to - sampling.from);
  const isPartial = at + sampling.stepSeconds > sampling.to;
  const plotWidth = `(100% - ${AXIS_WIDTH + RIGHT_PADDING}px)`;
  const side =
    part < 0.5
      ? { left: `calc(${AXIS_WIDTH + 12}px + ${plotWidth} * ${part})` }
      : { right: `calc(${RIGHT_PADDING + 12}px + ${plotWidth} * ${1 - part})` };
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute z-(--z-sticky) grid min-w-36 gap-1 rounded-lg bg-raised px-3 py-2 text-xs shadow-menu"
      style={{ ...side, top: isMain ? TOOLTIP_TOP.main : TOOLTIP_TOP.small }}
    >
      <span className="whitespace-nowrap text-ink-3">
        {pointText(at)}
        {isPartial ? ` ${t('soFar')}` : null}
      </span>
      {lines.map((line) => (
        <span key={line.id} className="flex items-center gap-2 whitespace-nowrap text-ink">
          <i className="size-2 flex-none rounded-xs" style={{ background: line.color }} />
          {line.label}
          <b className="ml-auto pl-3">{textOf(line.figures[figure][cursor.index ?? 0], unit)}</b>
        </span>
      ))}
    </div>
  );
}

/** What the arrow keys point at, for those who hear it. */
export function SpokenPoint({ chart, sampling, lines, figure, unit }: ReadoutProps) {
  const textOf = useFigureText();
  const pointText = usePointText(sampling.stepSeconds);
  const { index, chart: by, isByKey } = useCursor();
  const at = index === null ? undefined : pointTimes(sampling)[index];
  const isSpoken = isByKey && by === chart && at !== undefined;
  const values = lines.map(({ label, figures }) => `${label} ${textOf(figures[figure][index ?? 0], unit)}`);
  return <output className="sr-only">{isSpoken ? [pointText(at), ...values].join(' ') : ''}</output>;
}
