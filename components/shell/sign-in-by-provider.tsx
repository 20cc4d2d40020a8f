'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SignOnProblem } from '#server/domain/single-sign-on.ts';

/** Below the sign-in form: `label` is what owners call it. `goal` is the page to go to afterwards. */
export function SignInByProvider({ label, goal }: { label: string; goal: string }) {
  const t = useTranslations('signOn');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const start = useMutation(
    trpc.singleSignOn.start.mutationOptions({ onSuccess: ({ url }) => location.assign(url) }),
  );
  return (
    <div className="mt-4 grid gap-4">
      <p className="flex items-center gap-3 text-ink-3 text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('or')}
      </p>
      <Button
        className="h-9 w-full"
        isPending={start.isPending || start.isSuccess}
        pendingWord={t('leaving')}
        onClick={() => start.mutate({ from: goal })}
      >
        <span className="truncate">{label}</span>
      </Button>
      {start.error ? <Notice kind="fail">{problemText(start.error)}</Notice> : null}
    </div>
  );
}

/** Above the form, for whom the identity provider did not let in. */
export function NotSignedOn({ problem }: { problem: SignOnProblem }) {
  const t = useTranslations('problems');
  return (
    <Notice kind="fail" className="mb-6">
      {t(problem)}
    </Notice>
  );
}
