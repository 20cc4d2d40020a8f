// Live figures of versions side by side: as they are written, and what they say in comparison.

/** Of one version over the window; a figure without requests behind it is absent. */
export type Figures = {
  requests: number;
  requestsPerSecond: number;
  errorPercent?: number | undefined;
  p95Ms?: number | undefined;
};

export const NO_REQUESTS: Figures = { requests: 0, requestsPerSecond: 0 };

/** Below this many requests in the window a comparison would be chance. */
export const ENOUGH_REQUESTS = 30;

/** Always one decimal, so that a column does not move as it ticks. */
export function rateText(figures: Figures): string {
  return figures.requestsPerSecond.toFixed(1);
}

export function errorText({ errorPercent }: Figures): string {
  return errorPercent === undefined ? '-' : `${errorPercent.toFixed(2)}%`;
}

export function p95Text({ p95Ms }: Figures): string {
  return p95Ms === undefined ? '-' : `${Math.round(p95Ms)} ms`;
}

/** How a version differs from the base, rounded as it is shown; 0 = the same. */
export type Difference = { errorPoints: number; p95Ms: number };

/** Undefined where one of the two has too few requests to be compared. */
export function differenceTo(base: Figures, other: Figures): Difference | undefined {
  if (base.requests < ENOUGH_REQUESTS || other.requests < ENOUGH_REQUESTS) return undefined;
  const { errorPercent: baseError, p95Ms: baseP95 } = base;
  const { errorPercent, p95Ms } = other;
  if (baseError === undefined || errorPercent === undefined) return undefined;
  if (baseP95 === undefined || p95Ms === undefined) return undefined;
  return {
    errorPoints: (Math.round(errorPercent * 100) - Math.round(baseError * 100)) / 100,
    p95Ms: Math.round(p95Ms) - Math.round(baseP95),
  };
}

/** The newest version with traffic against the oldest, or what one alone does. */
export type Verdict =
  | { kind: 'idle' }
  | { kind: 'alone'; figures: Figures }
  | { kind: 'few'; requests: number }
  | { kind: 'compared'; difference: Difference };

/** `serving` is oldest first. */
export function verdictOf(serving: readonly Figures[]): Verdict {
  const base = serving[0];
  const newest = serving.at(-1);
  if (!base || !newest || serving.every((figures) => figures.requests === 0)) return { kind: 'idle' };
  if (serving.length === 1) return { kind: 'alone', figures: base };
  const difference = differenceTo(base, newest);
  if (difference) return { kind: 'compared', difference };
  return { kind: 'few', requests: Math.min(base.requests, newest.requests) };
}

/** Top of the common scale of several lines; never 0, so that an idle line lies on the ground. */
export function commonMaximum(lines: readonly (readonly number[])[]): number {
  return Math.max(1, ...lines.flat());
}
