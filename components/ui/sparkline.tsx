import { type Series, seriesColor } from '#components/ui/series.ts';

const WIDTH = 200;
const HEIGHT = 24;

type SparklineProps = {
  /** Evenly spaced, oldest first; a gap is null. */
  values: readonly (number | null)[];
  /** Top of the scale, the same for lines that are compared. */
  max: number;
  series: Series;
  label: string;
};

/** 24 high, as wide as its place. */
export function Sparkline({ values, max, series, label }: SparklineProps) {
  const line = linePath(values, max);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-6 w-full overflow-visible"
    >
      <path d={areaPath(values, max)} fill={seriesColor(series)} fillOpacity=".1" />
      <path
        d={line}
        fill="none"
        stroke={seriesColor(series)}
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

type Point = { x: number; y: number };

/** Points of each unbroken stretch. */
function stretches(values: readonly (number | null)[], max: number): Point[][] {
  const step = WIDTH / Math.max(1, values.length - 1);
  const result: Point[][] = [];
  let current: Point[] | undefined;
  values.forEach((value, index) => {
    if (value === null) {
      current = undefined;
      return;
    }
    if (current === undefined) {
      current = [];
      result.push(current);
    }
    current.push({
      x: round(index * step),
      y: round(HEIGHT - (max > 0 ? value / max : 0) * (HEIGHT - 2) - 1),
    });
  });
  return result;
}

function linePath(values: readonly (number | null)[], max: number): string {
  return stretches(values, max).map(join).join('');
}

function areaPath(values: readonly (number | null)[], max: number): string {
  return stretches(values, max)
    .map((points) => `${join(points)}L${points.at(-1)?.x} ${HEIGHT}L${points[0]?.x} ${HEIGHT}Z`)
    .join('');
}

function join(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
