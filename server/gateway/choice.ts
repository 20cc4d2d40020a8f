import {
  type CompiledRules,
  compileRules,
  type MatchableRequest,
  matchRequest,
} from '#server/domain/request-match.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { Seating } from '#server/gateway/seating.ts';
import { Turns } from '#server/gateway/turns.ts';

/** How a service chooses the version of a request: by turns, by seats or by rules. One for each policy that is routed. */
export interface Choice {
  /** Whether it may stay for these routes: by percentage the split goes on where it was. */
  isFor(routes: ServiceRoutes): boolean;
  /** The version for the next request; undefined where nobody has traffic. */
  take(request: MatchableRequest): Chosen | undefined;
}

/** `rule` says in the request log why: `percent`, `sticky`, `rule:1` …, `default`. */
export type Chosen = {
  readonly versionId: string;
  readonly rule: string;
  /** What the visitor is to keep: a Set-Cookie without Secure. */
  readonly cookie?: string;
};

/** The choice for a service's routes: the one before where it is for the same. `key` signs what visitors keep. */
export function choiceFor(routes: ServiceRoutes, before: Choice | undefined, key: Buffer): Choice {
  if (before?.isFor(routes)) return before;
  const { traffic, seats } = routes;
  if (traffic.mode === 'rules') return new RulesChoice(compileRules(traffic));
  const turns = new Turns(traffic.shares);
  return seats ? new Seating(routes, turns, key) : turns;
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
