// The traffic policy of a service, and the one check that dialog and server share.

/** A version's part of the requests, an integer of 0–100. */
export type Share = { versionId: string; percent: number };

/** `shares` is empty until the first version has succeeded. */
export type TrafficPolicy = { mode: 'percent'; shares: Share[] };

export type ReleaseMode = 'standard' | 'parallel';

/** Versions with traffic at the same time (product.md 2). */
export const MAX_VERSIONS_WITH_TRAFFIC = { standard: 2, parallel: 10 } as const satisfies Record<
  ReleaseMode,
  number
>;

export type PolicyVersion = { id: string; canServe: boolean };

export type PolicyIssue =
  | { code: 'traffic_not_integer'; path: ['shares', number, 'percent'] }
  | { code: 'traffic_version_missing'; path: ['shares', number, 'versionId'] }
  | { code: 'traffic_version_duplicate'; path: ['shares', number, 'versionId'] }
  | { code: 'traffic_version_not_ready'; path: ['shares', number, 'versionId'] }
  | { code: 'traffic_too_many_versions'; path: ['shares']; limit: number }
  | { code: 'traffic_sum'; path: ['shares']; sum: number };

/**
 * All that is wrong with a set of shares; an empty list means it may be applied.
 * The sum has to be exactly 100 (S0-16, product.md 1).
 */
export function checkShares(
  shares: readonly Share[],
  versions: readonly PolicyVersion[],
  releaseMode: ReleaseMode,
): PolicyIssue[] {
  const issues = shares.flatMap((share, index) => checkShare(share, index, shares, versions));
  const limit = MAX_VERSIONS_WITH_TRAFFIC[releaseMode];
  if (shares.filter((share) => share.percent > 0).length > limit) {
    issues.push({ code: 'traffic_too_many_versions', path: ['shares'], limit });
  }
  const sum = sumOfShares(shares);
  if (sum !== 100) issues.push({ code: 'traffic_sum', path: ['shares'], sum });
  return issues;
}

function checkShare(
  share: Share,
  index: number,
  shares: readonly Share[],
  versions: readonly PolicyVersion[],
): PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  if (!Number.isInteger(share.percent) || share.percent < 0 || share.percent > 100) {
    issues.push({ code: 'traffic_not_integer', path: ['shares', index, 'percent'] });
  }
  const version = versions.find((candidate) => candidate.id === share.versionId);
  if (!version) issues.push({ code: 'traffic_version_missing', path: ['shares', index, 'versionId'] });
  else if (share.percent > 0 && !version.canServe) {
    issues.push({ code: 'traffic_version_not_ready', path: ['shares', index, 'versionId'] });
  }
  if (shares.findIndex((other) => other.versionId === share.versionId) !== index) {
    issues.push({ code: 'traffic_version_duplicate', path: ['shares', index, 'versionId'] });
  }
  return issues;
}

export function sumOfShares(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + share.percent, 0);
}

/** Shares as they are stored: those above zero, nothing else. */
export function storedShares(shares: readonly Share[]): Share[] {
  return shares
    .filter((share) => share.percent > 0)
    .map(({ versionId, percent }) => ({ versionId, percent }));
}

export function percentOf(policy: TrafficPolicy, versionId: string): number {
  return policy.shares.find((share) => share.versionId === versionId)?.percent ?? 0;
}

export function fullTraffic(versionId: string): TrafficPolicy {
  return { mode: 'percent', shares: [{ versionId, percent: 100 }] };
}
