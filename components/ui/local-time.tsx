'use client';
import { useSyncExternalStore } from 'react';
import { absoluteTime } from '#components/ui/relative-time.ts';

/** `at` in ms since 1970, as "2026-11-21 14:21:07" in the reader's own time zone. */
export function LocalTime({ at }: { at: number }) {
  const isInBrowser = useSyncExternalStore(subscribe, inBrowser, onServer);
  // The server writes its own zone. React keeps such a text while it hydrates, and sees no change afterwards: only
  // another element is written anew.
  return (
    <time key={String(isInBrowser)} dateTime={new Date(at).toISOString()} suppressHydrationWarning>
      {absoluteTime(at)}
    </time>
  );
}

/** Nothing to hear of: it changes once, when the page is the browser's. */
function subscribe(): () => void {
  return () => undefined;
}

function inBrowser(): boolean {
  return true;
}

function onServer(): boolean {
  return false;
}
