'use client';
// 审计: what everybody did, newest first. Owners also see whether the log is whole, take it away, and set how long it
// is kept. What is shown is in the URL.
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { AuditFilter } from '#components/audit/audit-filter.tsx';
import { ChainPanel } from '#components/audit/chain-panel.tsx';
import { EVENT_HEADS, EventTable } from '#components/audit/event-table.tsx';
import { ExportMenu } from '#components/audit/export-menu.tsx';
import { NewerNotice } from '#components/audit/newer-notice.tsx';
import { type AuditChoice, useAuditChoice } from '#components/audit/use-audit-choice.ts';
import { useAuditLog } from '#components/audit/use-audit-log.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel, PanelFoot, PanelTools } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';

export function AuditPage() {
  const t = useTranslations('audit');
  const mayAdminister = useMay('administer', null);
  const { choice, change } = useAuditChoice();
  const log = useAuditLog(choice);
  return (
    <>
      <PageHeader title={t('title')} actions={mayAdminister ? <ExportMenu choice={choice} /> : undefined} />
      {mayAdminister ? <ChainPanel /> : null}
      <Panel aria-label={t('list')}>
        <PanelTools>
          <AuditFilter choice={choice} onChange={change} />
        </PanelTools>
        <NewerNotice choice={choice} newestId={log.data && (log.data.pages[0]?.items[0]?.id ?? 0)} />
        <LogBody log={log} choice={choice} onClear={() => change({})} />
      </Panel>
    </>
  );
}

type LogBodyProps = { log: ReturnType<typeof useAuditLog>; choice: AuditChoice; onClear: () => void };

function LogBody({ log, choice, onClear }: LogBodyProps) {
  const t = useTranslations('audit');
  if (!log.data) return <NotRead log={log} />;
  const events = log.data.pages.flatMap(({ items }) => items);
  if (events.length === 0) {
    return Object.values(choice).some(Boolean) ? (
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
      <EventTable events={events} />
      <PanelFoot end={<Older log={log} />}>{t('count', { count: events.length })}</PanelFoot>
    </>
  );
}

function Older({ log }: Pick<LogBodyProps, 'log'>) {
  const t = useTranslations('audit');
  if (!log.hasNextPage) return t('reachedEnd');
  return (
    <Button
      size="sm"
      isPending={log.isFetchingNextPage}
      pendingWord={t('loadingOlder')}
      onClick={() => void log.fetchNextPage()}
    >
      {t('older')}
    </Button>
  );
}

function NotRead({ log }: Pick<LogBodyProps, 'log'>) {
  const t = useTranslations('audit');
  if (!log.isError) {
    return <TableSkeleton heads={EVENT_HEADS.map((head) => t(head))} widths={[128, 64, 200]} rows={8} />;
  }
  return (
    <ErrorState
      title={t('listFailed')}
      hint={t('failedHint')}
      onRetry={() => void log.refetch()}
      isRetrying={log.isFetching}
    />
  );
}
