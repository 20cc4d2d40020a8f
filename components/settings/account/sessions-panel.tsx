'use client';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { SessionRow } from '#components/settings/account/session-row.tsx';
import { useRevoke } from '#components/settings/account/use-revoke.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { Table, Th } from '#components/ui/table.tsx';
import type { AppRouter } from '#server/api/router.ts';

export type ListedSession = inferRouterOutputs<AppRouter>['account']['sessions'][number];

/** 登录会话: where one is signed in, and the way to end it. */
export function SessionsPanel() {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.account.sessions.queryOptions());
  const hasOthers = data?.some(({ isThisOne }) => !isThisOne) ?? false;
  return (
    <Panel aria-labelledby="sessions">
      <PanelHead id="sessions" title={t('sessions')} end={hasOthers ? <RevokeOthers /> : undefined} />
      {data ? <SessionTable sessions={data} /> : null}
      {data === undefined && isError ? (
        <ErrorState
          title={t('failed')}
          hint={t('failedHint')}
          isRetrying={isFetching}
          onRetry={() => refetch()}
        />
      ) : null}
      {data === undefined && !isError ? (
        <TableSkeleton
          heads={[t('device'), t('address'), t('lastUsed'), t('signedIn'), t('actions')]}
          widths={[120, 96, 72, 72, 48]}
          rows={2}
        />
      ) : null}
    </Panel>
  );
}

function SessionTable({ sessions }: { sessions: readonly ListedSession[] }) {
  const t = useTranslations('account');
  const problemText = useProblemText();
  const { revoke } = useRevoke();
  return (
    <>
      {revoke.error ? (
        <Notice kind="fail" className="px-4 pb-3">
          {problemText(revoke.error)}
        </Notice>
      ) : null}
      <Table className="phone:block phone:[&_tbody]:block">
        <thead className="phone:hidden">
          <tr>
            <Th>{t('device')}</Th>
            <Th>{t('address')}</Th>
            <Th>{t('lastUsed')}</Th>
            <Th>{t('signedIn')}</Th>
            <Th isFigure>{t('actions')}</Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isPending={revoke.isPending && revoke.variables?.sessionId === session.id}
              onRevoke={() => revoke.mutate({ sessionId: session.id })}
            />
          ))}
        </tbody>
      </Table>
    </>
  );
}

function RevokeOthers() {
  const t = useTranslations('account');
  const problemText = useProblemText();
  const [isAsking, setAsking] = useState(false);
  const { revokeOthers } = useRevoke(() => setAsking(false));
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        {t('revokeOthers')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t('revokeOthers')}
        verb={t('revokeOthersVerb')}
        isPending={revokeOthers.isPending}
        error={revokeOthers.error ? problemText(revokeOthers.error) : undefined}
        onConfirm={() => revokeOthers.mutate()}
      >
        {t('revokeOthersText')}
      </ConfirmDialog>
    </>
  );
}
