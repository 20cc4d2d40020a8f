'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApplyForm } from '#components/access/apply-form.tsx';
import { GateHead } from '#components/access/gate-head.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';

type Application = NonNullable<inferRouterOutputs<AppRouter>['applications']['mine']>;

/** `application` null: none yet. One that was approved and led to no role is as none. */
export function ApplyPanel({ name, application }: { name: string; application: Application | null }) {
  const t = useTranslations('apply');
  if (application?.state === 'open') return <Waiting application={application} />;
  const isRefused = application?.state === 'refused';
  return (
    <>
      <GateHead title={t('title')}>{t('hint', { name })}</GateHead>
      {isRefused ? <Refused application={application} /> : null}
      <ApplyForm isAgain={isRefused} />
    </>
  );
}

function Waiting({ application: { reason, createdAt } }: { application: Application }) {
  const t = useTranslations('apply');
  return (
    <>
      <GateHead title={t('title')}>{t('waitingHint')}</GateHead>
      <div role="status" className="mb-4">
        <StatusBadge kind="busy" isBig why={<TimeAgo at={createdAt} />}>
          {t('waiting')}
        </StatusBadge>
      </div>
      <Reason>{reason}</Reason>
      <WithdrawButton />
    </>
  );
}

function Refused({ application: { note, reason } }: { application: Application }) {
  const t = useTranslations('apply');
  return (
    <div role="status" className="mb-4 grid gap-2">
      <StatusBadge kind="fail" isBig className="w-fit">
        {t('refused')}
      </StatusBadge>
      <p>{note === null ? t('refusedWithoutNote') : t('refusedBecause', { note })}</p>
      <Reason>{reason}</Reason>
    </div>
  );
}

function Reason({ children }: { children: ReactNode }) {
  return (
    <blockquote className="mb-4 whitespace-pre-wrap break-words rounded-md bg-sunken px-3 py-2">
      {children}
    </blockquote>
  );
}

function WithdrawButton() {
  const t = useTranslations('apply');
  const trpc = useTRPC();
  const client = useQueryClient();
  const problemText = useProblemText();
  const withdraw = useMutation(
    trpc.applications.withdraw.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.applications.pathFilter()),
    }),
  );
  return (
    <div className="grid justify-items-start gap-2">
      <Button isPending={withdraw.isPending} onClick={() => withdraw.mutate()}>
        {t('withdraw')}
      </Button>
      {withdraw.error ? <Notice kind="fail">{problemText(withdraw.error)}</Notice> : null}
    </div>
  );
}
