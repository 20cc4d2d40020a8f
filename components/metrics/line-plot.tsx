'use client';
import { use, useEffect, useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import { useLocale } from 'use-intl/react';
import type { ChartLine } from '#components/metrics/chart-lines.ts';
import type { FigureUnit } from '#components/metrics/figure-list.ts';
import { axisText } from '#components/metrics/figure-text.ts';
import { CursorContext, type CursorStore } from '#components/metrics/metric-cursor.ts';
import { type PlotMark, type PlotStyle, plotOptions } from '#components/metrics/plot-options.ts';
import { resolveColor, useThemeKey } from '#components/metrics/use-palette.ts';
import type { Figure } from '#server/domain/metric-figures.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';

export type LinePlotProps = {
  chart: string;
  sampling: Sampling;
  lines: readonly ChartLine[];
  figure: Figure;
  unit: FigureUnit;
  isStepped: boolean;
  height: number;
  marks: readonly PlotMark[];
  hasMarkLabels: boolean;
};

/** A chart on a canvas; what stands in it is told by the panel around it. */
export function LinePlot(props: LinePlotProps) {
  const { chart, sampling, lines, figure, unit, isStepped, height, marks, hasMarkLabels } = props;
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<uPlot>(undefined);
  const cursor = use(CursorContext);
  const locale = useLocale();
  const theme = useThemeKey();
  const data = useMemo(() => plotData(sampling, lines, figure), [sampling, lines, figure]);
  const latest = useRef({ data, marks, range: rangeOf(sampling) });
  const look = lines.map(({ id, label, color, isDashed }) => ({ id, label, color, isDashed }));
  const lookKey = JSON.stringify([look, theme]);

  useEffect(() => {
    const place = box.current;
    if (!place) return;
    let isGone = false;
    const colors = new Map<string, string>();
    const style: Omit<PlotStyle, 'range' | 'width'> = {
      lines: (JSON.parse(lookKey) as [PlotStyle['lines']])[0],
      height,
      locale,
      isBytes: unit === 'bytes',
      isWhole: unit === 'count',
      isStepped,
      hasMarkLabels,
      axisText: (value) => axisText(value, unit, locale),
      fontFamily: getComputedStyle(place).fontFamily,
      colorOf: (color) => {
        const known = colors.get(color) ?? resolveColor(place, color);
        colors.set(color, known);
        return known;
      },
    };
    const resized = new ResizeObserver(() => shown.current?.setSize({ width: place.clientWidth, height }));
    void import('uplot').then(({ default: Plot }) => {
      if (isGone) return;
      const now = latest.current;
      const whole = {
        ...style,
        width: place.clientWidth,
        get range() {
          return latest.current.range;
        },
      };
      const options = plotOptions(whole, () => latest.current.marks, Plot.paths.stepped?.({ align: 1 }));
      options.hooks = { ...options.hooks, setCursor: [(plot) => tell(plot, chart, cursor)] };
      shown.current = new Plot(options, now.data, place);
      resized.observe(place);
    });
    return () => {
      isGone = true;
      resized.disconnect();
      shown.current?.destroy();
      shown.current = undefined;
    };
  }, [lookKey, height, locale, unit, isStepped, hasMarkLabels, chart, cursor]);

  useEffect(() => {
    latest.current = { data, marks, range: rangeOf(sampling) };
    shown.current?.setData(data);
  }, [data, marks, sampling]);

  useEffect(
    () =>
      cursor.subscribe(() => {
        const plot = shown.current;
        if (plot) follow(plot, chart, cursor.get());
      }),
    [cursor, chart],
  );

  return <div ref={box} aria-hidden style={{ height }} />;
}

/** New data fire this too, on every chart: only the one under the pointer tells where it points. */
function tell(plot: uPlot, chart: string, cursor: CursorStore): void {
  const index = plot.cursor.idx ?? null;
  if (index === null || plot.over.matches(':hover')) cursor.point(chart, index);
}

/** Shows the moment that is pointed at on another chart, or by a key. */
function follow(
  plot: uPlot,
  chart: string,
  { index, chart: by, isByKey }: { index: number | null; chart: string | null; isByKey: boolean },
): void {
  if (by === chart && !isByKey) return;
  const at = index === null ? undefined : plot.data[0][index];
  plot.setCursor(
    at === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(at, 'x'), top: 0 },
    false,
  );
}

function rangeOf({ from, to }: Sampling): [number, number] {
  return [from, to];
}

export function pointTimes({ from, to, stepSeconds }: Sampling): number[] {
  return Array.from(
    { length: Math.ceil((to - from) / stepSeconds) },
    (_, index) => from + index * stepSeconds,
  );
}

function plotData(sampling: Sampling, lines: readonly ChartLine[], figure: Figure): uPlot.AlignedData {
  return [pointTimes(sampling), ...lines.map(({ figures }) => figures[figure])];
}
