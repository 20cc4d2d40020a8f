// Which shares the routes carry. A policy is carried as soon as every version it names can answer; until then what
// was carried before goes on. A share never goes to a version that cannot answer while another of them can.
import { type Share, storedShares, sumOfShares } from '#server/domain/traffic.ts';

export type ShareFacts = {
  policy: readonly Share[];
  /** The shares of the newest routes. */
  carried: readonly Share[];
  servable: ReadonlySet<string>;
  /** Versions with an instance that is ready. */
  ready: ReadonlySet<string>;
};

export type CarriedShares = {
  shares: Share[];
  /** True where these are the policy's own shares. */
  isPolicy: boolean;
};

export function sharesToCarry(facts: ShareFacts): CarriedShares {
  const isReady = (share: Share) => facts.ready.has(share.versionId);
  const isServable = (share: Share) => facts.servable.has(share.versionId);
  const policy = storedShares(facts.policy).filter(isServable);
  if (policy.every(isReady)) return { shares: scaleTo100(policy), isPolicy: true };
  const carried = storedShares(facts.carried).filter(isServable).filter(isReady);
  if (carried.length > 0) return { shares: scaleTo100(carried), isPolicy: false };
  const answering = policy.filter(isReady);
  if (answering.length > 0) return { shares: scaleTo100(answering), isPolicy: false };
  return { shares: scaleTo100(policy), isPolicy: true };
}

/** Whole percentages in the same proportion that sum to 100: the largest remainders are rounded up. */
export function scaleTo100(shares: readonly Share[]): Share[] {
  const sum = sumOfShares(shares);
  if (sum === 100 || sum === 0) return [...shares];
  const scaled = shares.map(({ versionId, percent }) => ({ versionId, exact: (percent * 100) / sum }));
  const missing = 100 - scaled.reduce((total, { exact }) => total + Math.floor(exact), 0);
  const roundedUp = new Set(
    scaled
      .map(({ versionId, exact }) => ({ versionId, remainder: exact - Math.floor(exact) }))
      .sort((a, b) => b.remainder - a.remainder)
      .slice(0, missing)
      .map(({ versionId }) => versionId),
  );
  return storedShares(
    scaled.map(({ versionId, exact }) => ({
      versionId,
      percent: Math.floor(exact) + (roundedUp.has(versionId) ? 1 : 0),
    })),
  );
}
