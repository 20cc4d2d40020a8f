'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { RetentionButton } from '#components/audit/retention-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';

type ChainState = inferRouterOutputs<AppRouter>['audit']['chain'];

/** Whether the log is as it was written, for owners. */
export function ChainPanel() {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const { data, isError } = useQuery(trpc.audit.chain.queryOptions());
  return (
    <Panel aria-label={t('chain')} className="mb-4 grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <State state={data} isError={isError} />
        <VerifyButton />
        <span className="ml-auto phone:ml-0">
          <RetentionButton />
        </span>
      </div>
      {data ? <Remarks state={data} /> : null}
    </Panel>
  );
}

function State({ state, isError }: { state: ChainState | undefined; isError: boolean }) {
  const t = useTranslations('audit');
  if (!state) {
    return isError ? (
      <Notice kind="fail">{t('chainFailed')}</Notice>
    ) : (
      <StatusBadge kind="busy">{t('chainChecking')}</StatusBadge>
    );
  }
  const { fault, end } = state;
  if (fault) {
    const reason = t(`faults.${fault.kind}`);
    return <Notice kind="fail">{t('chainBroken', { id: String(fault.id), reason })}</Notice>;
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusBadge kind="ok">{t('chainWhole', { id: String(end.id) })}</StatusBadge>
      <span className="text-ink-3 text-xs">
        {t.rich('chainAt', { time: () => <TimeAgo at={state.verifiedAt} /> })}
      </span>
    </span>
  );
}

function VerifyButton() {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isVerifying, setVerifying] = useState(false);
  async function verify(): Promise<void> {
    setVerifying(true);
    try {
      const state = await client.fetchQuery(trpc.audit.verify.queryOptions(undefined, { staleTime: 0 }));
      client.setQueryData(trpc.audit.chain.queryKey(), state);
    } catch {
      // What could not be verified shows as such where the state stands.
      await client.resetQueries(trpc.audit.chain.pathFilter());
    } finally {
      setVerifying(false);
    }
  }
  return (
    <Button size="sm" isPending={isVerifying} pendingWord={t('verifying')} onClick={() => void verify()}>
      {t('verifyAgain')}
    </Button>
  );
}

function Remarks({ state: { fault, unchained, prunedThrough, end } }: { state: ChainState }) {
  const t = useTranslations('audit');
  return (
    <div className="grid gap-1 text-ink-3 text-xs">
      {fault ? <p className="text-fail">{t('chainBrokenHint')}</p> : null}
      {unchained > 0 ? <p>{t('chainUnchained', { count: unchained })}</p> : null}
      {prunedThrough > 0 ? <p>{t('chainPruned', { id: String(prunedThrough) })}</p> : null}
      {fault || end.hash === '' ? null : (
        <div className="flex flex-wrap items-center gap-x-2">
          <span>{t('chainHead')}</span>
          <code className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{end.hash}</code>
          <CopyButton text={end.hash} label={t('copyHead')} />
          <span>{t('chainHeadHint')}</span>
        </div>
      )}
    </div>
  );
}
