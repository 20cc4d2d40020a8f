import type { PolicyIssue } from '#server/domain/traffic.ts';

export type RuleIssues = ReturnType<typeof ruleIssues>;

/** What is wrong, by the place where it is said: at a rule, at the 默认版本, or below all of them. */
export function ruleIssues(issues: readonly PolicyIssue[]) {
  const ofDefault = issues.filter(({ path }) => path[0] === 'defaultVersionId');
  return {
    ofRow: (index: number) => issues.filter(({ path }) => path[0] === 'rules' && path[1] === index),
    ofDefault,
    ofAll: [...issues.filter(({ path }) => path[0] === 'rules' && path.length === 1), ...ofDefault],
  };
}

/** Whether the field of this name is wrong; what is wrong with a rule as a whole marks key and value. */
export function isWrong(issues: readonly PolicyIssue[], field: 'key' | 'value' | 'versionId'): boolean {
  return issues.some(({ path }) => path[2] === field || (path.length === 2 && field !== 'versionId'));
}

/** Not typed yet is no mistake: said in grey, while everything else is red. */
export function isMissingOnly({ code }: PolicyIssue): boolean {
  return code === 'rule_key_required' || code === 'rule_value_required';
}
