// Which traffic the routes carry. A policy is carried as soon as every version it names can answer; until then what
// was carried before goes on. Requests never go to a version that cannot answer while another of them can.
import {
  hasTraffic,
  NO_TRAFFIC,
  type Share,
  storedShares,
  sumOfShares,
  type TrafficPolicy,
  versionsWithTraffic,
} from '#server/domain/traffic.ts';

export type TrafficFacts = {
  policy: TrafficPolicy;
  /** What the newest routes carry; null where there are none. */
  carried: TrafficPolicy | null;
  servable: ReadonlySet<string>;
  /** Versions with an instance that is ready. */
  ready: ReadonlySet<string>;
  /** Versions without one on purpose, or woken from that: a request for them waits, and is served. */
  resting: ReadonlySet<string>;
};

export type CarriedTraffic = {
  traffic: TrafficPolicy;
  /** True where this is the policy itself. */
  isPolicy: boolean;
};

export function trafficToCarry(facts: TrafficFacts): CarriedTraffic {
  const canAnswer = (versionId: string) => facts.servable.has(versionId) && mayBeAsked(facts, versionId);
  const policy = among(facts.policy, (versionId) => facts.servable.has(versionId));
  if (versionsWithTraffic(policy).every(canAnswer)) return { traffic: policy, isPolicy: true };
  const carried = among(facts.carried ?? NO_TRAFFIC, canAnswer);
  if (versionsWithTraffic(carried).length > 0) return { traffic: carried, isPolicy: false };
  const answering = among(policy, canAnswer);
  if (versionsWithTraffic(answering).length > 0) return { traffic: answering, isPolicy: false };
  return { traffic: policy, isPolicy: true };
}

/** One that rests has to have been carried before: a policy that calls it up waits until it is ready. */
function mayBeAsked({ carried, ready, resting }: TrafficFacts, versionId: string): boolean {
  return (
    ready.has(versionId) || (resting.has(versionId) && carried !== null && hasTraffic(carried, versionId))
  );
}

/**
 * The policy among some versions only: their shares scaled up to 100, their rules with the default version, or where
 * that is not among them the version of the first rule.
 */
function among(policy: TrafficPolicy, has: (versionId: string) => boolean): TrafficPolicy {
  if (policy.mode === 'percent') {
    const shares = storedShares(policy.shares).filter(({ versionId }) => has(versionId));
    return { mode: 'percent', shares: scaleTo100(shares) };
  }
  const rules = policy.rules.filter(({ versionId }) => has(versionId));
  const defaultVersionId = has(policy.defaultVersionId) ? policy.defaultVersionId : rules[0]?.versionId;
  return defaultVersionId === undefined ? NO_TRAFFIC : { mode: 'rules', rules, defaultVersionId };
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
