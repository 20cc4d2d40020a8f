// The traffic policy of a service, and the one check that dialog and server share.
import {
  checkRules,
  type RuleIssue,
  type RuleSource,
  type RulesPolicy,
} from '#server/domain/traffic-rules.ts';

/** A version's part of the requests, an integer of 0–100. */
export type Share = { versionId: string; percent: number };

/** 按百分比. `shares` is empty until the first version has succeeded. */
export type PercentPolicy = { mode: 'percent'; shares: Share[] };

/** One at a time: a change of mode replaces all of it (console-spec 4). */
export type TrafficPolicy = PercentPolicy | RulesPolicy;

export type ReleaseMode = 'standard' | 'parallel';

/** Versions with traffic at the same time (product.md 2). */
export const MAX_VERSIONS_WITH_TRAFFIC = { standard: 2, parallel: 10 } as const satisfies Record<
  ReleaseMode,
  number
>;

export type PolicyVersion = { id: string; canServe: boolean };

export type ShareIssue =
  | { code: 'traffic_not_integer'; path: ['shares', number, 'percent'] }
  | { code: 'traffic_version_missing'; path: ['shares', number, 'versionId'] }
  | { code: 'traffic_version_duplicate'; path: ['shares', number, 'versionId'] }
  | { code: 'traffic_version_not_ready'; path: ['shares', number, 'versionId'] }
  | { code: 'traffic_too_many_versions'; path: ['shares']; limit: number }
  | { code: 'traffic_sum'; path: ['shares']; sum: number };

export type PolicyIssue = ShareIssue | RuleIssue;

/** All that is wrong with a policy; an empty list means it may be applied. */
export function checkPolicy(
  policy: TrafficPolicy,
  versions: readonly PolicyVersion[],
  releaseMode: ReleaseMode,
): PolicyIssue[] {
  if (policy.mode === 'percent') return checkShares(policy.shares, versions, releaseMode);
  return checkRules(policy, versions, MAX_VERSIONS_WITH_TRAFFIC[releaseMode]);
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
): ShareIssue[] {
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
): ShareIssue[] {
  const issues: ShareIssue[] = [];
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

/** What sends requests to a version by rules: one of its rules, or that it is the 默认版本. */
export type Condition =
  | { kind: 'rule'; source: RuleSource; key: string; value: string }
  | { kind: 'default' };

/** Its conditions in the order in which they are tried; empty by percentage. */
export function conditionsOf(policy: TrafficPolicy, versionId: string): Condition[] {
  if (policy.mode === 'percent') return [];
  const rules = policy.rules
    .filter((rule) => rule.versionId === versionId)
    .map(({ source, key, value }): Condition => ({ kind: 'rule', source, key, value }));
  return policy.defaultVersionId === versionId ? [...rules, { kind: 'default' }] : rules;
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
