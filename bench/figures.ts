export type Figures = { median: number; smallest: number; largest: number; runs: number };

/** Milliseconds, rounded to one decimal. Throws for an empty list. */
export function figuresOf(valuesMs: number[]): Figures {
  const sorted = valuesMs.toSorted((a, b) => a - b);
  return {
    median: rounded(medianOf(sorted)),
    smallest: rounded(sorted[0] ?? Number.NaN),
    largest: rounded(sorted.at(-1) ?? Number.NaN),
    runs: sorted.length,
  };
}

function medianOf(sorted: number[]): number {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('there is nothing to take the median of');
  return (low + high) / 2;
}

/** `a` is this many times `b`, with two decimals. */
export function ratio(a: Figures, b: Figures): number {
  return Math.round((a.median / b.median) * 100) / 100;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
