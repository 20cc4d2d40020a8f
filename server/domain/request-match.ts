// Which version a request goes to by rules. The gateway asks it for every request, 匹配结果预测 for one that was
// typed: the same function, which also tells why where it is given a list to tell it in.
import { type Glob, matchesGlob, parseGlob } from '#server/domain/glob.ts';
import { cookieValue } from '#server/domain/request-match-cookie.ts';
import { queryParameter } from '#server/domain/request-match-query.ts';
import type { RulesPolicy, TrafficRule } from '#server/domain/traffic-rules.ts';

/** What rules look at. */
export interface MatchableRequest {
  /** Between `?` and `#`, as it was sent. */
  readonly query: string;
  /** Of the field with this lower-case name; several joined by ", " (RFC 9110 §5.3). */
  header(name: string): string | undefined;
  /** The Cookie field. */
  readonly cookies: string;
}

/** `ruleIndex` null is the 默认版本. */
export type Match = { ruleIndex: number | null; versionId: string };

/** How a rule fared: `incomplete` has no key or no valid value, `unread` stands below the one that matched. */
export type RuleOutcome =
  | { kind: 'matched'; value: string }
  | { kind: 'different'; value: string }
  | { kind: 'missing' }
  | { kind: 'incomplete' }
  | { kind: 'unread' };

/** Rules made ready to be asked often. */
export type CompiledRules = { rules: readonly CompiledRule[]; otherwise: Match };

type CompiledRule = Pick<TrafficRule, 'source'> & { key: string; glob: Glob | undefined; match: Match };

export function compileRules({ rules, defaultVersionId }: Omit<RulesPolicy, 'mode'>): CompiledRules {
  return {
    rules: rules.map((rule, ruleIndex) => ({
      source: rule.source,
      key: rule.source === 'header' ? rule.key.toLowerCase() : rule.key,
      glob: rule.key === '' || rule.value === '' ? undefined : globOf(rule.value),
      match: { ruleIndex, versionId: rule.versionId },
    })),
    otherwise: { ruleIndex: null, versionId: defaultVersionId },
  };
}

function globOf(value: string): Glob | undefined {
  const parsed = parseGlob(value);
  return parsed.kind === 'glob' ? parsed.glob : undefined;
}

/** The first rule that matches wins, else the default version. `tried` is filled with one outcome for each rule. */
export function matchRequest(
  { rules, otherwise }: CompiledRules,
  request: MatchableRequest,
  tried?: RuleOutcome[],
): Match {
  for (const rule of rules) {
    const value = valueFor(rule, request);
    const isMatch = value !== undefined && rule.glob !== undefined && matchesGlob(rule.glob, value);
    tried?.push(outcomeOf(rule, value, isMatch));
    if (!isMatch) continue;
    while (tried !== undefined && tried.length < rules.length) tried.push({ kind: 'unread' });
    return rule.match;
  }
  return otherwise;
}

function valueFor({ source, key }: CompiledRule, request: MatchableRequest): string | undefined {
  switch (source) {
    case 'query':
      return queryParameter(request.query, key);
    case 'header':
      return request.header(key);
    case 'cookie':
      return cookieValue(request.cookies, key);
  }
}

function outcomeOf(rule: CompiledRule, value: string | undefined, isMatch: boolean): RuleOutcome {
  if (rule.glob === undefined) return { kind: 'incomplete' };
  if (value === undefined) return { kind: 'missing' };
  return { kind: isMatch ? 'matched' : 'different', value };
}
