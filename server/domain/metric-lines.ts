// One line of the charts: all figures of a service, of a version or of an instance, point by point.
import {
  addCounts,
  addUsage,
  type CountedRow,
  type Counts,
  FIGURES,
  type Figure,
  noCounts,
  noUsage,
  requestFigures,
  type Usage,
  type UsageRow,
  usageFigures,
  type Values,
} from '#server/domain/metric-figures.ts';
import { countPoints, pointOf, pointSeconds, type Sampling } from '#server/domain/metric-sampling.ts';
import { type Lifetime, runningIn, type Stretch } from '#server/domain/running-time.ts';

/** What was stored of the line. Times in epoch seconds. */
export type LineRows = {
  counts: readonly CountedRow[];
  usages: readonly UsageRow[];
  lifetimes: readonly Lifetime[];
  /** Requests that woke it, and how long the first one waited. */
  wakings: readonly { at: number; waitedMs: number }[];
};

export type LineKnown = {
  /** Seconds of each point in which a gateway counted. */
  covered: readonly number[];
  /** When there was anything to be counted: outside of it no row means nothing, inside it means zero. */
  existed: Stretch;
  /** From when instances are known; null: of none. */
  runningFrom: number | null;
};

export type LineFigures = Record<Figure, Values>;

/** Null where nothing was measured. */
export function figuresOfLine(sampling: Sampling, rows: LineRows, known: LineKnown): LineFigures {
  const material = byPoint(sampling, rows);
  const running = runningIn(sampling, rows.lifetimes);
  const figures = noFigures();
  for (let point = 0; point < countPoints(sampling); point += 1) {
    const seconds = pointSeconds(sampling, point);
    const start = sampling.from + point * sampling.stepSeconds;
    const isThere = start + seconds > known.existed.from && start < known.existed.to;
    const covered = isThere ? (known.covered[point] ?? 0) : 0;
    const isRunKnown = isThere && known.runningFrom !== null && start + seconds > known.runningFrom;
    const values: Partial<Record<Figure, number | null>> = {
      ...requestFigures(material.counts[point], covered, seconds),
      ...usageOf(material.usages[point]),
      ...(isRunKnown ? { instances: running.instances[point] ?? 0, cu: running.cu[point] ?? 0 } : {}),
      ...wakingFigures(material.waits[point] ?? [], covered),
    };
    for (const figure of FIGURES) figures[figure].push(rounded(values[figure] ?? null));
  }
  return figures;
}

function noFigures(): LineFigures {
  return Object.fromEntries(FIGURES.map((figure) => [figure, [] as Values])) as LineFigures;
}

type Material = { counts: Counts[]; usages: Usage[]; waits: number[][] };

/** Holes where there are no rows. */
function byPoint(sampling: Sampling, rows: LineRows): Material {
  const material: Material = { counts: [], usages: [], waits: [] };
  for (const row of rows.counts) {
    const point = pointOf(sampling, row.at);
    material.counts[point] ??= noCounts();
    addCounts(material.counts[point], row);
  }
  for (const row of rows.usages) {
    const point = pointOf(sampling, row.at);
    material.usages[point] ??= noUsage();
    addUsage(material.usages[point], row);
  }
  for (const { at, waitedMs } of rows.wakings) {
    const point = pointOf(sampling, at);
    material.waits[point] ??= [];
    material.waits[point].push(waitedMs);
  }
  return material;
}

function usageOf(usage: Usage | undefined) {
  return usage === undefined ? undefined : usageFigures(usage);
}

/** `coldStartMs` is the longest. */
function wakingFigures(waits: readonly number[], covered: number) {
  if (waits.length === 0 && covered === 0) return undefined;
  return { coldStarts: waits.length, coldStartMs: waits.length > 0 ? Math.max(...waits) : null };
}

/** Counts are exact; of the rest six digits say more than was measured, and are fewer bytes. */
function rounded(value: number | null): number | null {
  return value === null || Number.isInteger(value) ? value : Number(value.toPrecision(6));
}
