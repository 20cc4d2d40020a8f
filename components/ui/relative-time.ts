const MINUTE_MS = 60_000;
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number, number][] = [
  // unit, its length, used below this age
  ['minute', MINUTE_MS, 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS, 24 * 60 * MINUTE_MS],
  ['day', 1_440 * MINUTE_MS, 14 * 1_440 * MINUTE_MS],
  ['week', 7 * 1_440 * MINUTE_MS, 30 * 1_440 * MINUTE_MS],
  ['month', 30 * 1_440 * MINUTE_MS, 365 * 1_440 * MINUTE_MS],
  ['year', 365 * 1_440 * MINUTE_MS, Number.POSITIVE_INFINITY],
];

/** "12 分钟前"; undefined below a minute, and where the clocks disagree a little. Times in ms since 1970. */
export function relativeTime(at: number, now: number, locale: string): string | undefined {
  const ageMs = now - at;
  if (ageMs < MINUTE_MS) return undefined;
  const [unit, lengthMs] = UNITS.find(([, , limitMs]) => ageMs < limitMs) ?? [
    'year',
    365 * 1_440 * MINUTE_MS,
  ];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }).format(
    -Math.floor(ageMs / lengthMs),
    unit,
  );
}

/** "2026-11-21 14:21:07", in the reader's own time zone. */
export function absoluteTime(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * MINUTE_MS)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
}
