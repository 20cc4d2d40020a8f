'use client';
import { useIssueText } from '#components/api/problem.ts';
import { isMissingOnly } from '#components/traffic/rule-issues.ts';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import type { PolicyIssue } from '#server/domain/traffic.ts';

/** Why 完成 cannot be pressed, beside what is wrong. What is only not typed yet is said in grey. */
export function RuleReason({ issues, className }: { issues: readonly PolicyIssue[]; className?: string }) {
  const issueText = useIssueText();
  const wrong = issues.filter((issue) => !isMissingOnly(issue));
  const shown = wrong.length > 0 ? wrong : issues;
  if (shown.length === 0) return null;
  const isRed = wrong.length > 0;
  return (
    <ul
      role={isRed ? 'alert' : undefined}
      className={cn('grid gap-0.5 text-xs', isRed ? 'text-fail' : 'text-ink-3', className)}
    >
      {shown.map((issue) => {
        const { code, path, ...params } = issue;
        return (
          <li key={`${code} ${path.join('.')}`} className="flex items-start gap-1.5">
            {isRed ? <StatusIcon kind="fail" className="mt-px" /> : null}
            {issueText({ code, params })}
          </li>
        );
      })}
    </ul>
  );
}
