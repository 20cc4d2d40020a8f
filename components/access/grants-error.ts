'use client';
import { problemOf, useIssueText } from '#components/api/problem.ts';

/** The first sentence against the roles that were sent; undefined where there is none. */
export function useGrantsError(error: unknown): string | undefined {
  const issueText = useIssueText();
  const issue = problemOf(error)?.issues.find(({ path }) => path[0] === 'grants');
  return issue && issueText(issue);
}
