// Figures of requests as they are written.

/** A latency: tenths below 10 ms, whole ms up to 10 s, then seconds. */
export function msText(ms: number | undefined): string {
  if (ms === undefined) return '-';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes in units of 1024, with a decimal below 10. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

/** The rule's number of a logged `rule:<n>`, counted from 1 as in the dialog; undefined for anything else. */
export function ruleNumberOf(rule: string): number | undefined {
  const digits = /^rule:(\d+)$/.exec(rule)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
