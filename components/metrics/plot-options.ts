// How a chart is drawn: uPlot's options out of lines, marks and colours.
import type uPlot from 'uplot';
import { lonelyPoints } from '#components/metrics/line-summary.ts';

/** Left of the plot, in px, so that charts above each other share their time axis. */
export const AXIS_WIDTH = 52;
export const RIGHT_PADDING = 12;
const LABEL_ROWS = 2;
const LABEL_HEIGHT = 18;
const DAY = 86_400;
const FONT_SIZE = 11;

export type PlotLine = { id: string; label: string; color: string; isDashed: boolean };
/** `at` in epoch seconds. */
export type PlotMark = { at: number; text: string; isBad: boolean };

export type PlotStyle = {
  lines: readonly PlotLine[];
  /** Epoch seconds. */
  range: readonly [from: number, to: number];
  width: number;
  height: number;
  locale: string;
  isBytes: boolean;
  isWhole: boolean;
  isStepped: boolean;
  /** Marks are called by name above the plot, and not only drawn through it. */
  hasMarkLabels: boolean;
  axisText: (value: number) => string;
  colorOf: (color: string) => string;
  fontFamily: string;
};

export function plotOptions(
  style: PlotStyle,
  marksNow: () => readonly PlotMark[],
  stepped: uPlot.Series.PathBuilder | undefined,
): uPlot.Options {
  const top = style.hasMarkLabels ? LABEL_ROWS * LABEL_HEIGHT + 6 : 10;
  return {
    width: style.width,
    height: style.height,
    padding: [top, RIGHT_PADDING, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, width: 2 } },
    scales: {
      x: { time: true, range: () => [...style.range] },
      y: { range: (_, __, max) => [0, topOf(max, style)] },
    },
    axes: [timeAxis(style), valueAxis(style)],
    series: [{}, ...style.lines.map((line) => seriesOf(line, style, stepped))],
    hooks: { draw: [(plot) => drawMarks(plot, marksNow(), style)] },
  };
}

/** Never 0, so that an idle line lies on the ground. */
function topOf(max: number | null, { isBytes, isWhole }: PlotStyle): number {
  if (max === null || !(max > 0)) return isBytes ? 1024 : 1;
  return isWhole && max < 4 ? Math.ceil(max) + 0.2 : max * 1.08;
}

function timeAxis(style: PlotStyle): uPlot.Axis {
  const hours = new Intl.DateTimeFormat(style.locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const days = new Intl.DateTimeFormat(style.locale, { month: 'numeric', day: 'numeric' });
  return {
    ...axisStyle(style),
    space: 64,
    size: 26,
    gap: 6,
    grid: { show: false },
    values: (_, splits, __, ___, step) =>
      splits.map((second) => (step >= DAY || isMidnight(second) ? days : hours).format(second * 1000)),
  };
}

function isMidnight(second: number): boolean {
  const date = new Date(second * 1000);
  return date.getHours() === 0 && date.getMinutes() === 0;
}

function valueAxis(style: PlotStyle): uPlot.Axis {
  return {
    ...axisStyle(style),
    size: AXIS_WIDTH,
    space: 28,
    gap: 8,
    grid: { stroke: style.colorOf('var(--color-line-soft)'), width: 1 },
    values: (_, splits) => splits.map(style.axisText),
    ...(style.isBytes ? { incrs: powersOfTwo() } : {}),
    ...(style.isWhole ? { incrs: wholeSteps() } : {}),
  };
}

function axisStyle(style: PlotStyle): uPlot.Axis {
  return {
    stroke: style.colorOf('var(--color-ink-3)'),
    font: `${FONT_SIZE}px ${style.fontFamily}`,
    ticks: { show: false },
    border: { show: false },
  };
}

function powersOfTwo(): number[] {
  return Array.from({ length: 50 }, (_, power) => 2 ** power);
}

function wholeSteps(): number[] {
  return Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
}

function seriesOf(
  line: PlotLine,
  style: PlotStyle,
  stepped: uPlot.Series.PathBuilder | undefined,
): uPlot.Series {
  const color = style.colorOf(line.color);
  return {
    label: line.label,
    stroke: color,
    width: 1.75,
    ...(line.isDashed ? { dash: [5, 4] } : {}),
    ...(style.isStepped && stepped ? { paths: stepped } : {}),
    points: {
      show: true,
      size: 4,
      fill: color,
      filter: (plot, index) => lonelyPoints(plot.data[index] as (number | null)[]),
    },
  };
}

/** Dashed lines through the plot, and their names in two rows above it as far as there is room. */
function drawMarks(plot: uPlot, marks: readonly PlotMark[], style: PlotStyle): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const rowEnds = Array.from({ length: LABEL_ROWS }, () => Number.NEGATIVE_INFINITY);
  ctx.save();
  ctx.font = `${FONT_SIZE * ratio}px ${style.fontFamily}`;
  ctx.textBaseline = 'middle';
  for (const mark of marks) {
    if (mark.at < style.range[0] || mark.at > style.range[1]) continue;
    const x = Math.round(plot.valToPos(mark.at, 'x', true));
    const color = style.colorOf(mark.isBad ? 'var(--color-fail)' : 'var(--color-control)');
    const row = style.hasMarkLabels ? drawLabel(plot, mark, { x, color, ratio, rowEnds, style }) : undefined;
    const top =
      bbox.top - (row === undefined ? 0 : (LABEL_ROWS - row - 0.5) * LABEL_HEIGHT * ratio + 2 * ratio);
    ctx.strokeStyle = color;
    ctx.lineWidth = ratio;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

type LabelPlace = { x: number; color: string; ratio: number; rowEnds: number[]; style: PlotStyle };

/** The row in which it stands; undefined where both are taken. */
function drawLabel({ ctx, bbox }: uPlot, mark: PlotMark, place: LabelPlace): number | undefined {
  const { x, color, ratio, rowEnds, style } = place;
  const width = ctx.measureText(mark.text).width + 10 * ratio;
  const isLeft = x + width > bbox.left + bbox.width;
  const [start, end] = isLeft ? [x - width, x + 4 * ratio] : [x - 4 * ratio, x + width];
  const row = rowEnds.findIndex((taken) => taken < start);
  if (row === -1) return undefined;
  rowEnds[row] = end + 8 * ratio;
  const y = bbox.top - (LABEL_ROWS - row - 0.5) * LABEL_HEIGHT * ratio - 2 * ratio;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.arc(x, y, 3.5 * ratio, 0, 2 * Math.PI);
  ctx.fillStyle = mark.isBad ? color : style.colorOf('var(--color-surface)');
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5 * ratio;
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = mark.isBad ? color : style.colorOf('var(--color-ink-3)');
  ctx.textAlign = isLeft ? 'right' : 'left';
  ctx.fillText(mark.text, isLeft ? x - 8 * ratio : x + 8 * ratio, y);
  return row;
}
