/** Colours of versions: slate is what stands, the blues are what moves (design principle 1). */
export type Series = 'base' | '1' | '2' | '3' | '4';

const NEWER: readonly Series[] = ['1', '2', '3', '4'];

/**
 * The series of each version with traffic, by version id. The oldest is slate, newer ones take the blues by
 * rising number, from the fifth newer one on from the first blue again. Call it once when a dialog or chart
 * opens: colours never change inside it.
 */
export function seriesByVersion(versions: readonly { id: string; number: number }[]): Map<string, Series> {
  const sorted = [...versions].sort((a, b) => a.number - b.number);
  return new Map(sorted.map((version, index) => [version.id, seriesAt(index)]));
}

function seriesAt(index: number): Series {
  return index === 0 ? 'base' : (NEWER[(index - 1) % NEWER.length] ?? 'base');
}

/** The CSS colour of a series. */
export function seriesColor(series: Series): string {
  return `var(--color-series-${series})`;
}
