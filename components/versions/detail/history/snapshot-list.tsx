'use client';
import type { inferRouterOutputs } from '@trpc/server';
import { useTranslations } from 'use-intl/react';
import { PagedFoot } from '#components/services/paged-foot.tsx';
import { cn } from '#components/ui/cn.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';
import type { HistoryItem } from '#server/api/views/history-view.ts';

type SnapshotListProps = {
  history: inferRouterOutputs<AppRouter>['history']['list'];
  page: number;
  chosen: number | undefined;
  onChoose: (number: number) => void;
  onTurn: (page: number) => void;
};

export function SnapshotList({ history, page, chosen, onChoose, onTurn }: SnapshotListProps) {
  const t = useTranslations('history');
  const { items, total, pageSize } = history;
  return (
    <Panel aria-label={t('list')} className="overflow-hidden">
      <ol>
        {items.map((item) => (
          <li key={item.number} className="border-line-soft border-b last:border-b-0">
            <SnapshotButton item={item} isChosen={item.number === chosen} onChoose={onChoose} />
          </li>
        ))}
      </ol>
      {total === 1 ? (
        <p className="border-line-soft border-t px-4 py-2.5 text-ink-3 text-sm">{t('onlyOne')}</p>
      ) : null}
      {total <= pageSize ? null : (
        <PagedFoot page={page} total={total} pageSize={pageSize} onTurn={onTurn}>
          {t('count', { count: total })}
        </PagedFoot>
      )}
    </Panel>
  );
}

const BUTTON =
  'group relative grid w-full gap-0.5 px-4 py-2.5 text-left -outline-offset-2! hover:bg-hover aria-current:bg-primary-soft aria-current:before:absolute aria-current:before:inset-y-0 aria-current:before:left-0 aria-current:before:w-0.5 aria-current:before:bg-primary';

function SnapshotButton({
  item,
  isChosen,
  onChoose,
}: {
  item: HistoryItem;
  isChosen: boolean;
  onChoose: (number: number) => void;
}) {
  const t = useTranslations('history');
  return (
    <button
      type="button"
      aria-current={isChosen ? 'true' : undefined}
      className={BUTTON}
      onClick={() => onChoose(item.number)}
    >
      <span className="flex items-center gap-2 text-ink">
        <span className={cn(isChosen && 'font-strong')}>{t('snapshot', { number: item.number })}</span>
        {item.isCurrent ? <Tag>{t('current')}</Tag> : null}
        <span className="ml-auto text-ink-3 text-xs">
          <TimeAgo at={item.liveAt} />
        </span>
      </span>
      <span className="flex items-end gap-3 text-xs leading-4">
        <span className="line-clamp-2 min-w-0 flex-1 text-ink-3 [overflow-wrap:anywhere]">
          <Changed changed={item.changed} />
        </span>
        <span className="flex-none text-primary group-hover:underline">{t('viewDetails')}</span>
      </span>
    </button>
  );
}

/** Names of what it changed when it first came live. */
function Changed({ changed }: Pick<HistoryItem, 'changed'>): string {
  const t = useTranslations();
  if (changed === null) return t('history.first');
  const names = [...changed.fields.map((field) => t(`spec.${field}`)), ...changed.env];
  return names.join(t('history.comma')) || t('history.nothingChanged');
}
