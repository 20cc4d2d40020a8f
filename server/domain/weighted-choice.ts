// The exact split (product.md 8): a fixed order of turns instead of chance.
import type { Share } from '#server/domain/traffic.ts';

/**
 * The order in which versions take requests, to be repeated for ever: each version has exactly its share of the
 * turns, spread as evenly as can be (smooth weighted round robin). As the order repeats within the sum of the shares,
 * any 100 consecutive requests hold each version exactly `percent` times when the sum is 100. A version at 0 is not
 * in it. Empty without a positive share.
 */
export function turnsOf(shares: readonly Share[]): string[] {
  const weights = shares.filter((share) => share.percent > 0);
  const divisor = weights.reduce((sum, share) => greatestCommonDivisor(sum, share.percent), 0);
  const runners = weights.map(({ versionId, percent }) => ({
    versionId,
    weight: percent / divisor,
    lead: 0,
  }));
  const total = runners.reduce((sum, runner) => sum + runner.weight, 0);
  return Array.from({ length: total }, () => takeTurn(runners, total));
}

type Runner = { versionId: string; weight: number; lead: number };

/** All gain by their weight; the one in front takes the turn and falls back by the whole. */
function takeTurn(runners: Runner[], total: number): string {
  for (const runner of runners) runner.lead += runner.weight;
  const first = runners.reduce((best, runner) => (runner.lead > best.lead ? runner : best));
  first.lead -= total;
  return first.versionId;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
