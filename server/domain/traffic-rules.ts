// 按 URL 参数: the rules of a service, and all that can be wrong with them (console-spec 4.2).

import { type Glob, type GlobIssueCode, parseGlob } from '#server/domain/glob.ts';
import { coversGlob } from '#server/domain/glob-covers.ts';

/** Where a rule looks: a URL parameter (D-TS), and beyond the sources a header or a cookie. */
export type RuleSource = 'query' | 'header' | 'cookie';

/** Requests that have `key` with a value that the Glob `value` matches go to the version. */
export type TrafficRule = { source: RuleSource; key: string; value: string; versionId: string };

/** 按 URL 参数: the first rule that matches wins, else the 默认版本. */
export type RulesPolicy = { mode: 'rules'; rules: TrafficRule[]; defaultVersionId: string };

export const MAX_RULES = 50;
export const LONGEST_KEY = 100;
export const LONGEST_VALUE = 200;

/** `earlier` is the number, from 1, of the rule that takes all requests that this one could. */
export type RuleIssue =
  | { code: 'rule_key_required' | RuleKeyCode; path: ['rules', number, 'key'] }
  | { code: 'rule_key_too_long'; path: ['rules', number, 'key']; limit: number }
  | { code: 'rule_value_required' | GlobIssueCode; path: ['rules', number, 'value'] }
  | { code: 'rule_value_too_long'; path: ['rules', number, 'value']; limit: number }
  | { code: 'rule_duplicate' | 'rule_unreachable'; path: ['rules', number]; earlier: number }
  | { code: 'rule_version_missing' | 'rule_version_not_ready'; path: ['rules', number, 'versionId'] }
  | { code: 'rule_too_many'; path: ['rules']; limit: number }
  | { code: 'rule_too_many_versions'; path: ['rules']; limit: number; count: number }
  | { code: 'default_version_missing' | 'default_version_not_ready'; path: ['defaultVersionId'] };

type RuleKeyCode = 'rule_parameter_invalid' | 'rule_header_invalid' | 'rule_cookie_invalid';

/** A token of RFC 9110 §5.6.2, which RFC 6265 §4.1.1 takes for cookie names too. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Parameters are compared decoded: what only an encoded one could hold is a mistake of typing. */
const PARAMETER = /^[^\s\p{C}&=?#%+]+$/u;

const KEYS = {
  query: { pattern: PARAMETER, code: 'rule_parameter_invalid' },
  header: { pattern: TOKEN, code: 'rule_header_invalid' },
  cookie: { pattern: TOKEN, code: 'rule_cookie_invalid' },
} as const satisfies Record<RuleSource, { pattern: RegExp; code: RuleKeyCode }>;

type Candidate = { id: string; canServe: boolean };

/** All that is wrong with rules; an empty list means they may be applied. No rule at all is fine: all by default. */
export function checkRules(
  { rules, defaultVersionId }: Omit<RulesPolicy, 'mode'>,
  versions: readonly Candidate[],
  maxVersions: number,
): RuleIssue[] {
  const issues: RuleIssue[] = rules
    .slice(0, MAX_RULES)
    .flatMap((rule, index) => [
      ...checkKey(rule, index),
      ...checkValue(rule, index),
      ...checkVersion(rule, index, versions),
    ]);
  issues.push(...checkReach(rules.slice(0, MAX_RULES)), ...checkDefault(defaultVersionId, versions));
  if (rules.length > MAX_RULES) issues.push({ code: 'rule_too_many', path: ['rules'], limit: MAX_RULES });
  const count = new Set([defaultVersionId, ...rules.map(({ versionId }) => versionId)]).size;
  if (count > maxVersions) {
    issues.push({ code: 'rule_too_many_versions', path: ['rules'], limit: maxVersions, count });
  }
  return issues;
}

function checkKey({ source, key }: TrafficRule, index: number): RuleIssue[] {
  const path: ['rules', number, 'key'] = ['rules', index, 'key'];
  const { pattern, code } = KEYS[source];
  if (key === '') return [{ code: 'rule_key_required', path }];
  if (key.length > LONGEST_KEY) return [{ code: 'rule_key_too_long', path, limit: LONGEST_KEY }];
  return pattern.test(key) ? [] : [{ code, path }];
}

function checkValue({ value }: TrafficRule, index: number): RuleIssue[] {
  const path: ['rules', number, 'value'] = ['rules', index, 'value'];
  if (value === '') return [{ code: 'rule_value_required', path }];
  if (value.length > LONGEST_VALUE) return [{ code: 'rule_value_too_long', path, limit: LONGEST_VALUE }];
  const parsed = parseGlob(value);
  return parsed.kind === 'invalid' ? [{ code: parsed.code, path }] : [];
}

function checkVersion(
  { versionId }: TrafficRule,
  index: number,
  versions: readonly Candidate[],
): RuleIssue[] {
  const path: ['rules', number, 'versionId'] = ['rules', index, 'versionId'];
  const version = versions.find(({ id }) => id === versionId);
  if (!version) return [{ code: 'rule_version_missing', path }];
  return version.canServe ? [] : [{ code: 'rule_version_not_ready', path }];
}

function checkDefault(defaultVersionId: string, versions: readonly Candidate[]): RuleIssue[] {
  const version = versions.find(({ id }) => id === defaultVersionId);
  if (!version) return [{ code: 'default_version_missing', path: ['defaultVersionId'] }];
  return version.canServe ? [] : [{ code: 'default_version_not_ready', path: ['defaultVersionId'] }];
}

/** Rules that an earlier one leaves nothing for. Those that are not complete yet neither take nor miss anything. */
function checkReach(rules: readonly TrafficRule[]): RuleIssue[] {
  const earlier: { place: string; glob: Glob; number: number }[] = [];
  return rules.flatMap((rule, index): RuleIssue[] => {
    const parsed = parseGlob(rule.value);
    if (parsed.kind === 'invalid' || rule.key === '' || rule.value === '') return [];
    const { glob } = parsed;
    const place = placeOf(rule);
    const taker = earlier.find((other) => other.place === place && coversGlob(other.glob, glob));
    earlier.push({ place, glob, number: index + 1 });
    if (!taker) return [];
    const code = taker.glob.pattern === rule.value ? 'rule_duplicate' : 'rule_unreachable';
    return [{ code, path: ['rules', index], earlier: taker.number }];
  });
}

/** Two rules of one place look at the same value of a request; header names have no case (RFC 9110 §5.1). */
function placeOf({ source, key }: TrafficRule): string {
  return `${source} ${source === 'header' ? key.toLowerCase() : key}`;
}
