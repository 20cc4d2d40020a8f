'use client';
import { Download, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { type LogLine, LogLines } from '#components/ui/log-lines.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import { useFollowEnd } from '#components/ui/use-follow-end.ts';

type LogViewProps = {
  /** Names the log, for example 部署日志. */
  label: string;
  lines: readonly LogLine[];
  /** More lines will come: shows 实时 and the caret. */
  isLive?: boolean;
  /** Left in the bar: which source is shown. */
  tools?: ReactNode;
  /** Saves the log as a file; without it there is no such button. */
  onDownload?: () => void;
  /** Where there is no line yet. */
  emptyText: string;
  className?: string;
};

/** Bar with find and download, the lines, and a foot that follows the last line. */
export function LogView({
  label,
  lines,
  isLive = false,
  tools,
  onDownload,
  emptyText,
  className,
}: LogViewProps) {
  const t = useTranslations('common');
  const [sought, setSought] = useState('');
  const shown = sought === '' ? lines : lines.filter(({ text }) => contains(text, sought));
  const follow = useFollowEnd(shown.length);
  return (
    <div className={cn('flex min-h-0 min-w-0 flex-col bg-sunken', className)}>
      <div className="flex h-11 flex-none items-center gap-2 border-line border-b bg-surface pr-2 pl-4">
        {tools}
        {isLive ? <LiveDot /> : null}
        <div className="ml-auto flex items-center gap-1">
          <TextInput
            type="search"
            aria-label={t('findInLog')}
            placeholder={t('findInLog')}
            value={sought}
            onChange={(event) => setSought(event.target.value)}
            start={<Search className="size-3.5 flex-none text-ink-3" aria-hidden />}
            className="h-7 w-45 phone:hidden"
          />
          {onDownload === undefined ? null : (
            <Button intent="quiet" size="icon-sm" aria-label={t('downloadLog')} onClick={onDownload}>
              <Download className="size-4" aria-hidden />
            </Button>
          )}
        </div>
      </div>
      <LogLines
        label={label}
        lines={shown}
        sought={sought}
        hasCaret={isLive && sought === ''}
        emptyText={sought === '' ? emptyText : t('notFoundInLog', { text: sought })}
        viewRef={follow.viewRef}
        onScroll={follow.onScroll}
      />
      <div className="flex h-9 flex-none items-center gap-2 border-line border-t bg-surface px-4 text-ink-3 text-xs">
        <button
          type="button"
          aria-pressed={follow.isFollowing}
          onClick={follow.toEnd}
          className={cn(
            'flex items-center gap-2 rounded-sm hover:text-ink',
            !follow.isFollowing && 'text-primary',
          )}
        >
          <Download className="size-3.5" aria-hidden />
          {t('followEnd')}
        </button>
        <span className="ml-auto">{t('lineCount', { count: shown.length })}</span>
      </div>
    </div>
  );
}

function LiveDot() {
  const t = useTranslations('common');
  return (
    <span className="inline-flex items-center gap-1.5 text-ink-3 text-xs phone:hidden">
      <i className="size-1.5 rounded-full bg-ok" />
      {t('live')}
    </span>
  );
}

function contains(text: string, sought: string): boolean {
  return text.toLowerCase().includes(sought.toLowerCase());
}
