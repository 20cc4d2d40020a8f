'use client';
import { ArrowDownToLine, Pause, Play } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import type { Sought } from '#components/logs/ansi-text.tsx';
import { MOST_ITEMS } from '#components/logs/kept-lines.ts';
import type { LogChoice } from '#components/logs/log-choice.ts';
import { LogList } from '#components/logs/log-list.tsx';
import { LOG_HEIGHT, LOG_VIEW } from '#components/logs/log-view-style.ts';
import { type LogTail, useLogTail } from '#components/logs/use-log-tail.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelFoot } from '#components/ui/panel.tsx';
import { StatusIcon, type StatusKind } from '#components/ui/status-icon.tsx';
import type { LogLineView } from '#server/domain/log-query.ts';

type LogLiveProps = {
  serviceId: string;
  choice: LogChoice;
  sought: Sought;
  onFind: (key: string, value: string) => void;
  onContext: (line: LogLineView) => void;
  onLeave: () => void;
};

/** 实时: lines as they are printed, the newest last. Scrolling up pauses; the end of the list goes on. */
export function LogLive({ serviceId, choice, sought, onFind, onContext, onLeave }: LogLiveProps) {
  const t = useTranslations('logs');
  const tail = useLogTail(serviceId, choice);
  if (tail.state === 'ended')
    return <ErrorState title={t('failed')} hint={t('failedHint')} onRetry={onLeave} />;
  return (
    <>
      {tail.items.length === 0 ? (
        <p className={cn(LOG_HEIGHT, 'bg-sunken px-4 py-2 text-ink-3 text-sm')}>{t('liveEmpty')}</p>
      ) : (
        <LogList
          label={t('lines')}
          items={tail.items}
          sought={sought}
          hasDays={false}
          onFind={onFind}
          onContext={onContext}
          follow={{ isFollowing: !tail.isPaused, onLeave: tail.pause }}
          className={cn(LOG_VIEW, LOG_HEIGHT, 'py-1')}
        />
      )}
      <PanelFoot end={<Controls tail={tail} />}>
        <State tail={tail} />
        <span className="phone:hidden">{t('liveKept', { count: countText(MOST_ITEMS) })}</span>
      </PanelFoot>
    </>
  );
}

function Controls({ tail }: { tail: LogTail }) {
  const t = useTranslations('logs');
  if (!tail.isPaused) {
    return (
      <Button size="sm" onClick={tail.pause}>
        <Pause className="size-3.5" aria-hidden />
        {t('pause')}
      </Button>
    );
  }
  return (
    <>
      {tail.waiting === 0 ? null : <span>{t('waiting', { count: countText(tail.waiting) })}</span>}
      <Button size="sm" intent={tail.waiting > 0 ? 'primary' : 'default'} onClick={tail.resume}>
        {tail.waiting > 0 ? (
          <ArrowDownToLine className="size-3.5" aria-hidden />
        ) : (
          <Play className="size-3.5" aria-hidden />
        )}
        {t(tail.waiting > 0 ? 'toNewest' : 'resume')}
      </Button>
    </>
  );
}

const STATES = {
  connecting: ['busy', 'connecting'],
  following: ['ok', 'following'],
  'cut-off': ['busy', 'cutOff'],
  ended: ['fail', 'failed'],
} as const satisfies Record<LogTail['state'], readonly [StatusKind, string]>;

function State({ tail }: { tail: LogTail }) {
  const t = useTranslations('logs');
  const [kind, word] = tail.isPaused ? (['paused', 'paused'] as const) : STATES[tail.state];
  return (
    <span role="status" className="flex items-center gap-1.5">
      <StatusIcon kind={kind} />
      {t(word)}
    </span>
  );
}
