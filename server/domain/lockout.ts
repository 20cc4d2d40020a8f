// How long to wait before the next try, so that guessing gets slower and people who mistype hardly notice.

export type Failures = {
  count: number;
  /** Epoch ms, as is `lockedUntil`. */
  lastAt: number;
  lockedUntil: number;
};

export type LockoutRule = {
  /** So many may fail before one has to wait. */
  freeFailures: number;
  /** After that; each further failure doubles it. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** Failures are counted anew after so long without one. */
  forgottenAfterMs: number;
};

const WAITS = { firstWaitMs: 30_000, longestWaitMs: 15 * 60_000, forgottenAfterMs: 24 * 3600_000 };

/**
 * Five is more than people mistype. The longest wait leaves a guesser about a hundred tries a day (NIST SP 800-63B
 * §3.2.2 has 100 in a row as the most), and keeps the rightful person out for a quarter of an hour at most.
 */
export const ACCOUNT_RULE: LockoutRule = { freeFailures: 5, ...WAITS };

/** An office may share one address, so it takes more; it slows down who tries one password on many accounts. */
export const ADDRESS_RULE: LockoutRule = { freeFailures: 20, ...WAITS };

/** Milliseconds until one may try again; 0: now. */
export function waitMs(failures: Failures | undefined, now: number): number {
  return Math.max(0, (failures?.lockedUntil ?? 0) - now);
}

/** What is kept after one more failure at `now`. */
export function afterFailure(rule: LockoutRule, failures: Failures | undefined, now: number): Failures {
  const isForgotten = !failures || now - failures.lastAt >= rule.forgottenAfterMs;
  const count = isForgotten ? 1 : failures.count + 1;
  const over = count - rule.freeFailures;
  if (over < 0) return { count, lastAt: now, lockedUntil: 0 };
  // Beyond 2^20 the longest wait holds anyway, and no number overflows.
  const wait = Math.min(rule.firstWaitMs * 2 ** Math.min(over, 20), rule.longestWaitMs);
  return { count, lastAt: now, lockedUntil: now + wait };
}

/** What is kept once a failure that was counted beforehand turned out to be none. */
export function withoutFailure(failures: Failures, counted: Failures): Failures {
  const isOwnLock = failures.lockedUntil === counted.lockedUntil;
  return {
    ...failures,
    count: Math.max(0, failures.count - 1),
    lockedUntil: isOwnLock ? 0 : failures.lockedUntil,
  };
}
