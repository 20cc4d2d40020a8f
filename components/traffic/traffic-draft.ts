// What is typed in 流量配置: both ways side by side, so that looking at the other one loses nothing that was typed.
// Only the one in view is completed, and it replaces whatever is there (console-spec 4).
import { openRules, type RulesForm, rebaseRules, rulesPolicyOf } from '#components/traffic/rules-form.ts';
import { isChanged, openForm, rebase, sharesOf, type TrafficForm } from '#components/traffic/traffic-form.ts';
import type { TrafficState } from '#components/traffic/use-traffic-state.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

export type TrafficMode = TrafficPolicy['mode'];

export type TrafficDraft = {
  mode: TrafficMode;
  percent: TrafficForm;
  rules: RulesForm;
  /** Asked for with percentages only. */
  keepsVisitors: boolean;
};

type Base = Pick<TrafficState, 'policy' | 'versions' | 'keepsVisitors'>;

export function openDraft({ policy, versions, keepsVisitors }: Base): TrafficDraft {
  const rules = policy.mode === 'rules' ? policy : undefined;
  return {
    mode: policy.mode,
    percent: openForm(versions, rules?.defaultVersionId),
    rules: openRules(versions, rules),
    keepsVisitors,
  };
}

/** What completing asks for. */
export function policyOf(draft: TrafficDraft): TrafficPolicy {
  return draft.mode === 'rules'
    ? rulesPolicyOf(draft.rules)
    : { mode: 'percent', shares: sharesOf(draft.percent) };
}

/** What completing asks for of 会话保持: nothing by rules, where it is not in view. */
export function keepingOf({ mode, keepsVisitors }: TrafficDraft): { keepsVisitors?: boolean } {
  return mode === 'percent' ? { keepsVisitors } : {};
}

/** Whether completing would change anything. */
export function isDraftChanged(draft: TrafficDraft, { policy, versions, keepsVisitors }: Base): boolean {
  if (draft.mode !== policy.mode) return true;
  if (policy.mode === 'percent') {
    return isChanged(draft.percent, versions) || draft.keepsVisitors !== keepsVisitors;
  }
  return !isSameRules(policyOf(draft), policy);
}

/** Keys of stored rules may stand in another order. */
function isSameRules(a: TrafficPolicy, b: TrafficPolicy): boolean {
  return rulesText(a) === rulesText(b);
}

function rulesText(policy: TrafficPolicy): string {
  if (policy.mode === 'percent') return '';
  const rules = policy.rules.map(({ source, key, value, versionId }) => [source, key, value, versionId]);
  return JSON.stringify([policy.defaultVersionId, rules]);
}

/** The same typed values over a newer state. The mode stays the one that was chosen. */
export function rebaseDraft(draft: TrafficDraft, { versions }: Base): TrafficDraft {
  return { ...draft, percent: rebase(draft.percent, versions), rules: rebaseRules(draft.rules, versions) };
}
