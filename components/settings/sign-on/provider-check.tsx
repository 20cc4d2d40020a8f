'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusIcon } from '#components/ui/status-icon.tsx';

/** Asks the provider what it says of itself, before anybody has to sign in by it. */
export function ProviderCheck({ issuer }: { issuer: string }) {
  const t = useTranslations('signOn');
  const check = useCheck();
  const isCurrent = check.variables === issuer;
  return (
    <div className="grid justify-items-start gap-2 pl-28 phone:pl-0">
      <Button
        size="sm"
        disabled={issuer.trim() === ''}
        isPending={check.isPending}
        pendingWord={t('checking')}
        onClick={() => check.mutate(issuer)}
      >
        {t('check')}
      </Button>
      <div role="status">
        {isCurrent && check.data ? <Found fault={check.data.fault} /> : null}
        {isCurrent && check.error ? <NotChecked error={check.error} /> : null}
      </div>
    </div>
  );
}

function useCheck() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (issuer: string) =>
      client.fetchQuery(trpc.singleSignOn.check.queryOptions({ issuer }, { staleTime: 0, retry: false })),
  });
}

type Fault = Awaited<ReturnType<ReturnType<typeof useCheck>['mutateAsync']>>['fault'];

function Found({ fault }: { fault: Fault }) {
  const t = useTranslations('signOn');
  if (fault) return <Notice kind="fail">{t(`faults.${fault.code}`, { found: fault.found })}</Notice>;
  return (
    <p className="flex items-start gap-2 text-ok">
      <StatusIcon kind="ok" className="mt-[3px]" />
      {t('usable')}
    </p>
  );
}

function NotChecked({ error }: { error: unknown }) {
  const fieldErrors = useFieldErrors()(error);
  const problemText = useProblemText();
  return <Notice kind="fail">{fieldErrors.issuer ?? problemText(error)}</Notice>;
}
