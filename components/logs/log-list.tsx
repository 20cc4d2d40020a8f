'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Sought } from '#components/logs/ansi-text.tsx';
import type { LogItem } from '#components/logs/kept-lines.ts';
import { LogRow } from '#components/logs/log-row.tsx';
import type { LogLineView } from '#server/domain/log-query.ts';

export type LogListProps = {
  label: string;
  items: readonly LogItem[];
  sought: Sought;
  /** Lines of several days are shown. */
  hasDays: boolean;
  /** The line that others stand around; it is scrolled to. */
  currentId?: string;
  /** Keeps to its end while lines come; what goes up is told. */
  follow?: { isFollowing: boolean; onLeave: () => void };
  isBusy?: boolean;
  onFind?: (key: string, value: string) => void;
  onContext?: (line: LogLineView) => void;
  className?: string;
};

const ROW_PX = 22;
const OVERSCAN = 12;
const NEAR_END_PX = 40;
const PAGE_ROWS = 20;

/** Lines of a log, drawn as they come into view. ↑↓ move from line to line, Enter opens one, End goes to the last. */
export function LogList({
  label,
  items,
  follow,
  isBusy = false,
  currentId,
  className,
  ...row
}: LogListProps) {
  const viewRef = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const isFollowing = follow?.isFollowing ?? false;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewRef.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollEndThreshold: NEAR_END_PX,
    ...(follow ? { anchorTo: 'end' as const, followOnAppend: isFollowing } : {}),
  });
  useEffect(() => {
    if (isFollowing) rows.scrollToEnd();
  }, [isFollowing, rows]);
  const currentIndex = items.findIndex(({ id }) => id === currentId);
  useEffect(() => {
    if (currentIndex >= 0) rows.scrollToIndex(currentIndex, { align: 'center' });
  }, [currentIndex, rows]);
  const cursor = useRowCursor(items, viewRef, (index) => rows.scrollToIndex(index));

  function toggle(id: string): void {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  }

  function onScroll(): void {
    const top = viewRef.current?.scrollTop ?? 0;
    const hasGoneUp = top < lastTop.current - 1;
    lastTop.current = top;
    if (follow?.isFollowing && hasGoneUp && !rows.isAtEnd(NEAR_END_PX)) follow.onLeave();
  }

  const shown = rows.getVirtualItems();
  const isCursorShown = shown.some(({ index }) => index === cursor.index);
  const focusable = isCursorShown ? cursor.index : shown[0]?.index;
  return (
    <div ref={viewRef} onScroll={onScroll} className={className}>
      <div
        role="feed"
        aria-label={label}
        aria-busy={isBusy}
        onKeyDown={cursor.onKeyDown}
        className="relative w-full"
        style={{ height: rows.getTotalSize() }}
      >
        {shown.map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${start}px)` }}
            >
              <LogRow
                {...row}
                item={item}
                currentId={currentId}
                place={index + 1}
                count={items.length}
                isFocusable={index === focusable}
                isOpen={opened.has(item.id)}
                onToggle={toggle}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** One line is in the tab order: the one that was moved to, else the first in view. */
function useRowCursor(
  items: readonly LogItem[],
  viewRef: { current: HTMLElement | null },
  scrollTo: (index: number) => void,
) {
  const [id, setId] = useState<string>();
  const found = items.findIndex((item) => item.id === id);
  const index = Math.max(0, found);

  function move(to: number): void {
    const next = Math.min(Math.max(to, 0), items.length - 1);
    const item = items[next];
    if (item === undefined) return;
    setId(item.id);
    scrollTo(next);
    focusSoon(viewRef.current, next);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const step = STEPS[event.key];
    const row =
      event.target instanceof HTMLElement && event.target.tagName === 'ARTICLE' ? event.target : null;
    if (step === undefined || row === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = Number(row.closest<HTMLElement>('[data-index]')?.dataset.index ?? index);
    move(from + step);
  }

  return { index, onKeyDown };
}

const STEPS: Record<string, number | undefined> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const FOCUS_TRIES = 20;

/** A line far away is there a few frames after it was scrolled to. */
function focusSoon(view: HTMLElement | null, index: number, tries = FOCUS_TRIES): void {
  requestAnimationFrame(() => {
    const row = view?.querySelector<HTMLElement>(`[data-index="${index}"] article`);
    if (row) row.focus({ preventScroll: true });
    else if (tries > 0) focusSoon(view, index, tries - 1);
  });
}
