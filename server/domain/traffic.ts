// The traffic policy of a service, and the one check that dialog and server share.

/** A version's part of the requests, an integer of 0–100. */
export type Share = { versionId: string; percent: number };

/** 按百分比. `shares` is empty until the first version has succeeded. */
export type PercentPolicy = { mode: 'percent'; shares: Share[] };

/** Where a rule looks: a URL parameter (D-TS), and beyond the sources a header or a cookie. */
export type RuleSource = 'query' | 'header' | 'cookie';

/** Requests that have `key` with a value that the Glob `value` matches go to the version. */
export type TrafficRule = { source: RuleSource; key: string; value: string; versionId: string };

/** 按 URL 参数: the first rule that matches wins, else the 默认版本. */
export type RulesPolicy = { mode: 'rules'; rules: TrafficRule[]; defaultVersionId: string };

/** One at a time: a change of mode replaces all of it (console-spec 4). */
export type TrafficPolicy = PercentPolicy | RulesPolicy;

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

/** All that is wrong with a policy; an empty list means it may be applied. */
export function checkPolicy(
  policy: TrafficPolicy,
  versions: readonly PolicyVersion[],
  releaseMode: ReleaseMode,
): PolicyIssue[] {
  return policy.mode === 'percent' ? checkShares(policy.shares, versions, releaseMode) : [];
}

/** A policy as it is stored: no share of zero. */
export function storedPolicy(policy: TrafficPolicy): TrafficPolicy {
  return policy.mode === 'percent' ? { mode: 'percent', shares: storedShares(policy.shares) } : policy;
}

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

/** Its percentage; by rules nobody has one. */
export function percentOf(policy: TrafficPolicy, versionId: string): number {
  if (policy.mode === 'rules') return 0;
  return policy.shares.find((share) => share.versionId === versionId)?.percent ?? 0;
}

/** The versions that requests may reach by this policy, each once. */
export function versionsWithTraffic(policy: TrafficPolicy): string[] {
  if (policy.mode === 'percent') return storedShares(policy.shares).map(({ versionId }) => versionId);
  return [...new Set([policy.defaultVersionId, ...policy.rules.map(({ versionId }) => versionId)])];
}

export function hasTraffic(policy: TrafficPolicy, versionId: string): boolean {
  return versionsWithTraffic(policy).includes(versionId);
}

export function fullTraffic(versionId: string): PercentPolicy {
  return { mode: 'percent', shares: [{ versionId, percent: 100 }] };
}

export const NO_TRAFFIC: PercentPolicy = { mode: 'percent', shares: [] };
