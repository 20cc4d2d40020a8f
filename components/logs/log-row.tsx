'use client';
import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, memo } from 'react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { AnsiText, type Sought } from '#components/logs/ansi-text.tsx';
import type { LogItem } from '#components/logs/kept-lines.ts';
import { lineTime } from '#components/logs/local-input.ts';
import { LogDetails } from '#components/logs/log-details.tsx';
import { cn } from '#components/ui/cn.ts';
import type { LogLevel, LogLineView } from '#server/domain/log-query.ts';

type LogRowProps = {
  item: LogItem;
  /** Counted from 1, of `count`. */
  place: number;
  count: number;
  sought: Sought;
  hasDays: boolean;
  currentId?: string | undefined;
  isFocusable: boolean;
  isOpen: boolean;
  onToggle: (id: string) => void;
  onFind?: ((key: string, value: string) => void) | undefined;
  onContext?: ((line: LogLineView) => void) | undefined;
};

/** Letters of a line that is not open. */
const SHORT = 2_000;

export function LogRow({ item, ...props }: LogRowProps) {
  const { dropped } = 'line' in item ? item.line : { dropped: null };
  if ('skipped' in item) return <Mark {...props} kind="skipped" missing={item.skipped} />;
  if (dropped !== null) return <Mark {...props} kind="dropped" missing={dropped} />;
  return <LineRow {...props} line={item.line} />;
}

type MarkProps = Pick<LogRowProps, 'place' | 'count' | 'isFocusable'> & {
  kind: 'dropped' | 'skipped';
  missing: number;
};

const RULE =
  'before:h-px before:flex-1 before:border-control before:border-t before:border-dashed after:h-px after:flex-1 after:border-control after:border-t after:border-dashed';

/** Lines that are missing here, and why. */
function Mark({ kind, missing, place, count, isFocusable }: MarkProps) {
  const t = useTranslations('logs');
  const text = t(kind, { count: countText(missing) });
  return (
    <article
      aria-posinset={place}
      aria-setsize={count}
      aria-label={text}
      // One walks through a feed by its articles.
      tabIndex={isFocusable ? 0 : -1}
      className={cn(
        'flex items-center gap-3 px-4 py-0.5 font-sans text-ink-3 text-xs -outline-offset-2!',
        RULE,
      )}
    >
      <span>
        <b className="text-ink-2">{text}</b> <span className="phone:hidden">{t(`${kind}Hint`)}</span>
      </span>
    </article>
  );
}

const LEVELS: Record<LogLevel, string> = {
  error: 'font-strong text-fail',
  warn: 'font-strong text-[light-dark(#7a5200,#e0b050)]',
  info: 'text-primary',
  debug: 'text-ink-3',
  log: 'text-ink-3',
};

const GRID =
  'grid grid-cols-[14px_auto_40px_64px_minmax(0,1fr)] gap-x-2 phone:grid-cols-[14px_auto_auto_minmax(0,1fr)]';

function LineRow({ line, place, count, isOpen, isFocusable, onToggle, ...props }: LineRowProps) {
  const { sought, hasDays, currentId, onFind, onContext } = props;
  const isCurrent = currentId === line.id;

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    onToggle(line.id);
  }

  return (
    <article
      aria-posinset={place}
      aria-setsize={count}
      aria-current={isCurrent || undefined}
      aria-labelledby={`log-${line.id}`}
      // One walks through a feed by its articles.
      tabIndex={isFocusable ? 0 : -1}
      onKeyDown={onKeyDown}
      className={cn(
        'px-3 py-px -outline-offset-2! phone:py-1',
        line.level === 'error' ? 'bg-fail-soft shadow-[inset_2px_0_var(--color-fail)]' : 'hover:bg-hover',
        isCurrent && 'bg-primary-soft shadow-[inset_2px_0_var(--color-primary)]',
      )}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the article does */}
      <div className={cn(GRID, 'cursor-default')} onClick={() => hasSelection() || onToggle(line.id)}>
        <OpenButton line={line} isOpen={isOpen} hasDays={hasDays} />
        <LineHead line={line} hasDays={hasDays} />
        <span
          id={`log-${line.id}`}
          className={cn(
            'min-w-0 whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere] phone:col-span-full',
            line.stream === 'platform' && 'text-ink',
            !isOpen && 'line-clamp-3',
          )}
        >
          <AnsiText text={isOpen ? line.text : line.text.slice(0, SHORT)} sought={sought} />
        </span>
      </div>
      {isOpen ? <LogDetails line={line} onFind={onFind} onContext={onContext} /> : null}
    </article>
  );
}

type LineRowProps = Omit<LogRowProps, 'item'> & { line: LogLineView };

function OpenButton({ line, isOpen, hasDays }: { line: LogLineView; isOpen: boolean; hasDays: boolean }) {
  const t = useTranslations('logs');
  return (
    <button
      type="button"
      // One walks by lines, not by buttons; Enter on a line does the same.
      tabIndex={-1}
      aria-expanded={isOpen}
      aria-label={t('open', { time: lineTime(line.at, hasDays) })}
      className="h-5 text-ink-3"
    >
      <ChevronRight
        aria-hidden
        className={cn('size-3.5 transition-[rotate] duration-(--duration-fast)', isOpen && 'rotate-90')}
      />
    </button>
  );
}

const LineHead = memo(function LineHead({ line, hasDays }: { line: LogLineView; hasDays: boolean }) {
  const t = useTranslations('logs');
  const source = line.instanceId === '' ? t(`streamNames.${line.stream}`) : line.instanceId.slice(0, 4);
  return (
    <>
      <time dateTime={new Date(line.at).toISOString()} className="whitespace-nowrap text-ink-3">
        {lineTime(line.at, hasDays)}
      </time>
      <span className={LEVELS[line.level]}>{t(`levelNames.${line.level}`)}</span>
      <span className="truncate text-ink-3" title={`${line.versionName} ${line.instanceId}`.trim()}>
        {/\d+$/.exec(line.versionName)?.[0]} {source}
      </span>
    </>
  );
});

/** Somebody marks text to copy it. */
function hasSelection(): boolean {
  return getSelection()?.isCollapsed === false;
}
