'use client';
import { useSyncExternalStore } from 'react';
import { useLocale, useNow, useTranslations } from 'use-intl/react';
import { absoluteTime, relativeTime } from '#components/ui/relative-time.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';

/** `at` in ms since 1970. Ticks by itself; the absolute time is in the tooltip. */
export function TimeAgo({ at, className }: { at: number; className?: string }) {
  const t = useTranslations('common');
  const locale = useLocale();
  const now = useTickingNow();
  return (
    <Tooltip text={<AbsoluteTime at={at} />}>
      <time dateTime={new Date(at).toISOString()} className={className}>
        {relativeTime(at, now, locale) ?? t('justNow')}
      </time>
    </Tooltip>
  );
}

/** Only ever shown in the browser, so the time zone is the reader's. */
function AbsoluteTime({ at }: { at: number }) {
  return absoluteTime(at);
}

/** Now in ms, the same for all that show a time, moving every ten seconds. */
export function useTickingNow(): number {
  const rendered = useNow().getTime();
  return useSyncExternalStore(
    subscribe,
    () => shared.now,
    () => rendered,
  );
}

const TICK_MS = 10_000;
const shared = { now: Date.now(), listeners: new Set<() => void>(), timer: undefined as Timer | undefined };
type Timer = ReturnType<typeof setInterval>;

function subscribe(listener: () => void): () => void {
  if (shared.listeners.size === 0) {
    shared.now = Date.now();
    shared.timer = setInterval(tick, TICK_MS);
  }
  shared.listeners.add(listener);
  return () => {
    shared.listeners.delete(listener);
    if (shared.listeners.size === 0) clearInterval(shared.timer);
  };
}

function tick(): void {
  shared.now = Date.now();
  for (const listener of shared.listeners) listener();
}
