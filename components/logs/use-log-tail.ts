'use client';
import { useQuery } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { itemsOf, type LogItem, MOST_ITEMS, withItems } from '#components/logs/kept-lines.ts';
import { filterOf, type LogChoice } from '#components/logs/log-choice.ts';
import { queryIssueOf } from '#components/logs/use-log-search.ts';
import type { LogTailPart } from '#server/domain/log-query.ts';

/** Lines are drawn so often, however many come. */
const DRAW_MS = 150;

const NONE: readonly LogItem[] = [];

export type LogTail = {
  items: readonly LogItem[];
  isPaused: boolean;
  /** Lines that came since the pause. */
  waiting: number;
  state: 'connecting' | 'following' | 'cut-off' | 'ended';
  refusal: string | undefined;
  pause: () => void;
  resume: () => void;
};

/** The last lines, and those that come. While it is paused they are received and counted, and nothing moves. */
export function useLogTail(serviceId: string, choice: LogChoice): LogTail {
  const stream = useTailStream(serviceId, choice);
  const before = useLinesBefore(serviceId, choice, stream.hasBegun);
  const [isPaused, setPaused] = useState(false);
  const kept = useDrawn(stream.take, stream.count, isPaused);
  const items = useMemo(() => withItems(before, kept.items), [before, kept.items]);
  return {
    items,
    isPaused,
    waiting: kept.waiting,
    state: stream.state,
    refusal: stream.refusal,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
  };
}

/** What comes is collected outside of what is drawn. A connection that was cut goes on where it was. */
function useTailStream(serviceId: string, choice: LogChoice) {
  const trpc = useTRPC();
  const received = useRef<LogItem[]>([]);
  const total = useRef(0);
  const last = useRef<string>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [hasBegun, setBegun] = useState(false);
  const { to: _, from: __, ...filter } = filterOf(choice, 0);
  const { status, error } = useSubscription(
    trpc.logs.tail.subscriptionOptions(
      { serviceId, ...filter, cursor },
      {
        onData: (part) => {
          const added = itemsOfPart(part);
          received.current = [...received.current, ...added].slice(-MOST_ITEMS);
          total.current += added.length;
          last.current = part.cursor;
          setBegun(true);
        },
        onConnectionStateChange: ({ state }) => {
          if (state === 'connecting' && last.current !== null) setCursor(last.current);
        },
      },
    ),
  );
  return {
    hasBegun,
    state: stateOf(status, hasBegun),
    refusal: queryIssueOf(error),
    /** Lines that came and were not taken yet. */
    count: () => total.current,
    take: () => {
      const taken = received.current;
      received.current = [];
      total.current = 0;
      return taken;
    },
  };
}

function itemsOfPart({ lines, cursor, dropped }: LogTailPart): LogItem[] {
  const items = itemsOf(lines);
  return dropped > 0 ? [{ id: `skipped-${cursor}`, skipped: dropped }, ...items] : items;
}

function stateOf(status: string, hasBegun: boolean): LogTail['state'] {
  if (status === 'error') return 'ended';
  if (status === 'pending') return 'following';
  return hasBegun ? 'cut-off' : 'connecting';
}

/** A page of lines from before; asked for once the stream has begun, so that none is missed between. */
function useLinesBefore(serviceId: string, choice: LogChoice, isEnabled: boolean): readonly LogItem[] {
  const trpc = useTRPC();
  const [openedAt] = useState(Date.now);
  const filter = filterOf({ ...choice, time: 'lastDay' }, openedAt);
  const { data } = useQuery(
    trpc.logs.search.queryOptions(
      { serviceId, ...filter, order: 'desc', cursor: null },
      { enabled: isEnabled, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false },
    ),
  );
  return useMemo(() => (data ? itemsOf(data.lines.toReversed()) : NONE), [data]);
}

/** Moves what came into view, a few times a second. */
function useDrawn(take: () => LogItem[], count: () => number, isPaused: boolean) {
  const [items, setItems] = useState(NONE);
  const [waiting, setWaiting] = useState(0);
  const stream = useRef({ take, count });
  useEffect(() => {
    stream.current = { take, count };
  });
  useEffect(() => {
    function draw(): void {
      setWaiting(isPaused ? stream.current.count() : 0);
      if (isPaused) return;
      const taken = stream.current.take();
      if (taken.length > 0) setItems((kept) => withItems(kept, taken));
    }
    draw();
    const timer = setInterval(draw, DRAW_MS);
    return () => clearInterval(timer);
  }, [isPaused]);
  return { items, waiting };
}
