'use client';
import { TRPCClientError } from '@trpc/client';
import { useTranslations } from 'use-intl/react';
import type { AppRouter } from '#server/api/router.ts';
import type { FieldIssue, Problem } from '#server/domain/problem.ts';

export type ProblemFacts = Pick<Problem, 'code' | 'params' | 'issues'>;

/** What the server refused and why; undefined where it did not answer, or crashed on the request. */
export function problemOf(error: unknown): ProblemFacts | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  const { data } = error as TRPCClientError<AppRouter>;
  return data?.problem ?? undefined;
}

/** Turns an error into one sentence: what happened and what to do. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations();
  return (error) => {
    const problem = problemOf(error);
    return problem ? t(`problems.${problem.code}`, problem.params) : t('common.unexpected');
  };
}

/** As {@link useProblemText}, for a refusal that did not come over tRPC. */
export function useUploadProblemText(): (problem: Pick<Problem, 'code' | 'params'>) => string {
  const t = useTranslations();
  return ({ code, params }) =>
    t.has(`problems.${code}`) ? t(`problems.${code}`, params) : t('common.unexpected');
}

/** Turns an issue of a form into the sentence below its field. */
export function useIssueText(): (issue: Pick<FieldIssue, 'code' | 'params'>) => string {
  const t = useTranslations('issues');
  return ({ code, params }) => {
    const key = code as Parameters<typeof t.has>[0];
    return t.has(key) ? t(key, params) : t('unknown');
  };
}

/** The sentence for the first issue of each path, joined with dots: `{ 'spec.port': '请输入合法的端口号' }`. */
export function useFieldErrors(): (error: unknown) => Record<string, string> {
  const issueText = useIssueText();
  return (error) => {
    const errors: Record<string, string> = {};
    for (const issue of problemOf(error)?.issues ?? []) errors[issue.path.join('.')] ??= issueText(issue);
    return errors;
  };
}
