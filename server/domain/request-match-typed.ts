// A request as a person types or pastes it, for 匹配结果预测.
import {
  compileRules,
  type Match,
  type MatchableRequest,
  matchRequest,
  type RuleOutcome,
} from '#server/domain/request-match.ts';
import type { RulesPolicy } from '#server/domain/traffic-rules.ts';

export type TypedRequest = {
  /** A whole URL, a path with query, or parameters alone. */
  url: string;
  /** `Name: value` lines. */
  headers: string;
  /** As in a Cookie field: `a=1; b=2`. */
  cookies: string;
};

/** Where the request would go, and how each rule fared. `tried` is as long as the rules are. */
export type Prediction = Match & { tried: RuleOutcome[] };

/** 匹配结果预测: nothing is sent. */
export function predictMatch(policy: RulesPolicy, typed: TypedRequest): Prediction {
  const tried: RuleOutcome[] = [];
  return { ...matchRequest(compileRules(policy), typedRequest(typed), tried), tried };
}

/** Lines without a colon and what stands after `#` in the URL are ignored, as no server gets to see them. */
export function typedRequest({ url, headers, cookies }: TypedRequest): MatchableRequest {
  const fields = fieldsOf(headers);
  const sent = [fields.get('cookie'), cookies.trim()].filter(Boolean).join('; ');
  return {
    query: queryOf(url.trim()),
    header: (name) => (name === 'cookie' && sent !== '' ? sent : fields.get(name)),
    cookies: sent,
  };
}

/** What stands between `?` and `#`; a text that is neither URL nor path is all parameters. */
export function queryOf(url: string): string {
  const [sent = ''] = url.split('#', 1);
  const mark = sent.indexOf('?');
  if (mark !== -1) return sent.slice(mark + 1);
  return sent.startsWith('/') || sent.includes('://') ? '' : sent;
}

function fieldsOf(headers: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of headers.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : before + (name === 'cookie' ? '; ' : ', ') + value);
  }
  return fields;
}
