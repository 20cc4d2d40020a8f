'use client';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import type { Sought } from '#components/logs/ansi-text.tsx';
import { itemsOf } from '#components/logs/kept-lines.ts';
import { lineTime } from '#components/logs/local-input.ts';
import { isFiltered, type LogChoice, NO_FILTER } from '#components/logs/log-choice.ts';
import { LogList } from '#components/logs/log-list.tsx';
import { LogSkeleton } from '#components/logs/log-skeleton.tsx';
import { LOG_HEIGHT, LOG_VIEW } from '#components/logs/log-view-style.ts';
import type { useLogSearch } from '#components/logs/use-log-search.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PanelFoot } from '#components/ui/panel.tsx';
import { LOG_MOST_LINES, type LogLineView } from '#server/domain/log-query.ts';

type Search = ReturnType<typeof useLogSearch>['search'];

export type LogPagesProps = {
  search: Search;
  choice: LogChoice;
  sought: Sought;
  onChange: (changes: Partial<LogChoice>) => void;
  onFind: (key: string, value: string) => void;
  onContext: (line: LogLineView) => void;
};

/** What was found, 100 lines after 100. */
export function LogPages({ search, choice, sought, onChange, onFind, onContext }: LogPagesProps) {
  const t = useTranslations('logs');
  const { data, isError, isFetching, isPlaceholderData, refetch } = search;
  if (isError && (!data || isPlaceholderData)) {
    return (
      <ErrorState
        title={t('failed')}
        hint={t('failedHint')}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    );
  }
  if (!data) return <LogSkeleton />;
  const lines = data.pages.flatMap((page) => page.lines);
  const last = data.pages.at(-1);
  return (
    <>
      {last?.isPartial ? <Partial lines={lines} search={search} /> : null}
      {lines.length > 0 ? (
        <LogList
          label={t('lines')}
          items={itemsOf(lines)}
          sought={sought}
          hasDays={isOfDays(lines)}
          isBusy={isFetching}
          onFind={onFind}
          onContext={onContext}
          className={cn(LOG_VIEW, LOG_HEIGHT, 'py-1', isPlaceholderData && 'opacity-60')}
        />
      ) : last?.isPartial ? null : (
        <NothingFound choice={choice} onChange={onChange} />
      )}
      {lines.length > 0 ? (
        <Foot search={search} count={lines.length} tookMs={data.pages[0]?.tookMs ?? 0} />
      ) : null}
    </>
  );
}

/** The time for one page was over before its end was reached. */
function Partial({ lines, search }: { lines: readonly LogLineView[]; search: Search }) {
  const t = useTranslations('logs');
  const at = lines.at(-1)?.at;
  return (
    <div className="flex flex-wrap items-center gap-3 border-line-soft border-b px-4 py-2">
      <Notice kind="note">
        {at === undefined ? t('partialStart') : t('partial', { time: lineTime(at, true) })}
      </Notice>
      {search.hasNextPage ? <Next search={search} word={t('goOn')} pendingWord={t('searching')} /> : null}
    </div>
  );
}

function NothingFound({ choice, onChange }: Pick<LogPagesProps, 'choice' | 'onChange'>) {
  const t = useTranslations('logs');
  const widen = choice.time !== 'lastWeek' && (
    <Button onClick={() => onChange({ time: 'lastWeek' })}>{t('widen')}</Button>
  );
  if (!isFiltered(choice))
    return <EmptyState title={t('empty')} hint={t('emptyHint')} action={widen || undefined} />;
  return (
    <EmptyState
      title={t('noMatch')}
      hint={t('noMatchHint', { range: t(choice.time === 'custom' ? 'customTime' : choice.time) })}
      action={
        <>
          {widen}
          <Button onClick={() => onChange(NO_FILTER)}>{t('clear')}</Button>
        </>
      }
    />
  );
}

function Foot({ search, count, tookMs }: { search: Search; count: number; tookMs: number }) {
  const t = useTranslations('logs');
  const ended = t(count >= LOG_MOST_LINES ? 'reachedMost' : 'reachedEnd', {
    count: countText(LOG_MOST_LINES),
  });
  return (
    <PanelFoot
      end={
        search.hasNextPage ? <Next search={search} word={t('more')} pendingWord={t('loadingMore')} /> : ended
      }
    >
      <span role="status">{t('count', { count: countText(count) })}</span>
      <span>{t('took', { ms: `${tookMs} ms` })}</span>
    </PanelFoot>
  );
}

function Next({ search, word, pendingWord }: { search: Search; word: string; pendingWord: string }) {
  return (
    <Button
      size="sm"
      isPending={search.isFetchingNextPage}
      pendingWord={pendingWord}
      onClick={() => void search.fetchNextPage()}
    >
      {word}
    </Button>
  );
}

const DAY_MS = 86_400_000;

/** Times alone would be read as those of one day. */
function isOfDays(lines: readonly LogLineView[]): boolean {
  const [first, last] = [lines[0]?.at ?? 0, lines.at(-1)?.at ?? 0];
  const now = Date.now();
  return Math.abs(first - last) > DAY_MS / 2 || Math.min(first, last) < now - DAY_MS / 2;
}
