import {
  type CompiledRules,
  compileRules,
  type MatchableRequest,
  matchRequest,
} from '#server/domain/request-match.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';
import { Turns } from '#server/gateway/turns.ts';

/** How a service chooses the version of a request: by turns, or by rules. One for each policy that is routed. */
export interface Choice {
  /** Whether it may stay for this policy: by percentage the split goes on where it was. */
  isFor(traffic: TrafficPolicy): boolean;
  /** The version for the next request; undefined where nobody has traffic. */
  take(request: MatchableRequest): Chosen | undefined;
}

/** `rule` says in the request log why: `percent`, `rule:1` …, `default`. */
export type Chosen = { readonly versionId: string; readonly rule: string };

/** The choice for a policy: the one before where it is for the same. */
export function choiceFor(traffic: TrafficPolicy, before: Choice | undefined): Choice {
  if (before?.isFor(traffic)) return before;
  return traffic.mode === 'percent' ? new Turns(traffic.shares) : new RulesChoice(compileRules(traffic));
}

class RulesChoice implements Choice {
  readonly #rules: CompiledRules;

  constructor(rules: CompiledRules) {
    this.#rules = rules;
  }

  /** It remembers nothing between two requests, so that a new one is as good. */
  isFor(): boolean {
    return false;
  }

  take(request: MatchableRequest): Chosen {
    const { versionId, ruleIndex } = matchRequest(this.#rules, request);
    return { versionId, rule: ruleIndex === null ? 'default' : `rule:${ruleIndex + 1}` };
  }
}
