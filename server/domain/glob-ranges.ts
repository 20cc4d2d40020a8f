// Sets of characters as disjoint rising ranges of code points, both ends included.

export type Ranges = readonly (readonly [low: number, high: number])[];

const LAST_POINT = 0x10ffff;

/** Every character there is. */
export const ANY: Ranges = [[0, LAST_POINT]];

/** The characters of a text; half a surrogate pair stands alone. */
export function glyphsOf(text: string): string[] {
  return Array.from(text);
}

/** The ranges in rising order, merged; or all that is outside of them. */
export function rangesOf(ranges: Ranges, isNegated: boolean): Ranges {
  const merged: [number, number][] = [];
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return isNegated ? outside(merged) : merged;
}

function outside(merged: Ranges): Ranges {
  const starts = [0, ...merged.map(([, high]) => high + 1)];
  const ends = [...merged.map(([low]) => low - 1), LAST_POINT];
  return starts
    .map((low, index) => [low, ends[index] ?? LAST_POINT] as const)
    .filter(([low, high]) => low <= high);
}

export function within(point: number, ranges: Ranges): boolean {
  for (const [low, high] of ranges) if (point >= low && point <= high) return true;
  return false;
}

/** Whether every character of `inner` is one of `outer`. */
export function contains(outer: Ranges, inner: Ranges): boolean {
  return inner.every(([low, high]) => outer.some((range) => range[0] <= low && high <= range[1]));
}
