'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { RequestFilter } from '#components/requests/request-filter.tsx';
import { LOG_HEADS, RequestTable } from '#components/requests/request-table.tsx';
import { type LogChoice, useRequestLog } from '#components/requests/use-request-log.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelFoot, PanelTools } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';

/** The single requests of a service, newest first, with filters; it follows while it is looked at. */
export function RequestLogPanel({ serviceId }: { serviceId: string }) {
  const t = useTranslations('requests');
  const [choice, setChoice] = useState<LogChoice>({});
  const [isFollowing, setFollowing] = useState(true);
  const log = useRequestLog(serviceId, choice, isFollowing);
  const first = log.data?.pages[0];
  return (
    <Panel aria-label={t('log')}>
      <PanelTools>
        <RequestFilter
          choice={choice}
          onChange={setChoice}
          versions={first?.versions ?? []}
          isFollowing={isFollowing}
          onFollow={setFollowing}
        />
      </PanelTools>
      {first && first.missed > 0 ? (
        <Notice kind="note" className="border-line-soft border-b px-4 py-2">
          {t('missed', { count: countText(first.missed) })}
        </Notice>
      ) : null}
      <LogBody log={log} isFiltered={Object.values(choice).some(Boolean)} onClear={() => setChoice({})} />
    </Panel>
  );
}

type LogBodyProps = { log: ReturnType<typeof useRequestLog>; isFiltered: boolean; onClear: () => void };

function LogBody({ log, isFiltered, onClear }: LogBodyProps) {
  const t = useTranslations('requests');
  if (!log.data) return <NotRead log={log} />;
  const requests = log.data.pages.flatMap(({ items }) => items);
  if (requests.length === 0) {
    return isFiltered ? (
      <EmptyState
        title={t('noMatch')}
        hint={t('noMatchHint')}
        action={<Button onClick={onClear}>{t('clear')}</Button>}
      />
    ) : (
      <EmptyState title={t('empty')} hint={t('emptyHint')} />
    );
  }
  return (
    <>
      <RequestTable requests={requests} />
      <PanelFoot
        end={
          log.hasNextPage ? (
            <Button
              size="sm"
              isPending={log.isFetchingNextPage}
              pendingWord={t('loadingOlder')}
              onClick={() => void log.fetchNextPage()}
            >
              {t('older')}
            </Button>
          ) : (
            t('all')
          )
        }
      >
        {t('count', { count: countText(requests.length) })}
      </PanelFoot>
    </>
  );
}

function NotRead({ log }: Pick<LogBodyProps, 'log'>) {
  const t = useTranslations('requests');
  if (!log.isError)
    return <TableSkeleton heads={LOG_HEADS.map((head) => t(head))} widths={[96, 320]} rows={8} />;
  return (
    <ErrorState
      title={t('logFailed')}
      hint={t('failedHint')}
      onRetry={() => void log.refetch()}
      isRetrying={log.isFetching}
    />
  );
}
