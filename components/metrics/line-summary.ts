import type { Values } from '#server/domain/metric-figures.ts';

export type LineSummary = { latest: number; minimum: number; maximum: number; average: number };

/** What a line says in four numbers; undefined where nothing was measured. */
export function summaryOf(values: Values): LineSummary | undefined {
  const measured = values.filter((value) => value !== null);
  const latest = measured.at(-1);
  if (latest === undefined) return undefined;
  return {
    latest,
    minimum: Math.min(...measured),
    maximum: Math.max(...measured),
    average: measured.reduce((sum, value) => sum + value, 0) / measured.length,
  };
}

/** Points that stand alone between gaps: a line alone would not show them. */
export function lonelyPoints(values: readonly (number | null | undefined)[]): number[] {
  const isGap = (value: number | null | undefined) => value === null || value === undefined;
  return values.flatMap((value, index) =>
    !isGap(value) && isGap(values[index - 1]) && isGap(values[index + 1]) ? [index] : [],
  );
}
