'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import type { Sought } from '#components/logs/ansi-text.tsx';
import { itemsOf } from '#components/logs/kept-lines.ts';
import { lineTime } from '#components/logs/local-input.ts';
import { LogList } from '#components/logs/log-list.tsx';
import { LOG_VIEW } from '#components/logs/log-view-style.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { LogLineView } from '#server/domain/log-query.ts';

type LogContextProps = { serviceId: string; line: LogLineView; sought: Sought; onClose: () => void };

const STEP = 20;
const MOST = 100;

/** 上下文: what the same instance printed before and after a line, whatever was searched for. */
export function LogContext({ serviceId, line, sought, onClose }: LogContextProps) {
  const t = useTranslations('logs');
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={t('contextTitle')}
      subject={t('contextOf', { version: line.versionName, time: lineTime(line.at, true) })}
    >
      <Around serviceId={serviceId} line={line} sought={sought} />
    </Dialog>
  );
}

function Around({ serviceId, line, sought }: Omit<LogContextProps, 'onClose'>) {
  const t = useTranslations('logs');
  const trpc = useTRPC();
  const [wanted, setWanted] = useState({ before: STEP, after: STEP });
  const { data, error, isFetching, refetch } = useQuery(
    trpc.logs.context.queryOptions(
      { serviceId, lineId: line.id, ...wanted },
      { placeholderData: keepPreviousData, refetchOnWindowFocus: false },
    ),
  );
  if (error && !data) {
    return (
      <ErrorState
        title={t('contextFailed')}
        hint={t(problemOf(error)?.code === 'not_found' ? 'contextGone' : 'failedHint')}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  const lines = data ?? [line];
  const place = lines.findIndex(({ id }) => id === line.id);
  return (
    <div className="grid gap-2 pb-4">
      <More
        word={t('earlier', { count: STEP })}
        none={t('noEarlier')}
        isPending={isFetching}
        hasMore={wanted.before < MOST && place >= wanted.before}
        onMore={() => setWanted({ ...wanted, before: wanted.before + STEP })}
      />
      <LogList
        label={t('contextLines')}
        items={itemsOf(lines)}
        sought={sought}
        hasDays={false}
        currentId={line.id}
        isBusy={isFetching}
        className={cn(LOG_VIEW, 'h-[min(480px,55dvh)] rounded-md border border-line')}
      />
      <More
        word={t('later', { count: STEP })}
        none={t('noLater')}
        isPending={isFetching}
        hasMore={wanted.after < MOST && lines.length - place - 1 >= wanted.after}
        onMore={() => setWanted({ ...wanted, after: wanted.after + STEP })}
      />
    </div>
  );
}

type MoreProps = { word: string; none: string; hasMore: boolean; isPending: boolean; onMore: () => void };

function More({ word, none, hasMore, isPending, onMore }: MoreProps) {
  if (!hasMore)
    return <p className="h-7 text-center text-ink-3 text-xs leading-7">{isPending ? '' : none}</p>;
  return (
    <Button intent="quiet" size="sm" className="justify-self-center" isPending={isPending} onClick={onMore}>
      {word}
    </Button>
  );
}
