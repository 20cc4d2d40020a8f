'use client';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

const NEAR_END_PX = 8;

/** Keeps a scrolling view at its end while `count` grows; scrolling up stops it, reaching the end starts it again. */
export function useFollowEnd(count: number): {
  viewRef: RefObject<HTMLDivElement | null>;
  isFollowing: boolean;
  onScroll: () => void;
  toEnd: () => void;
} {
  const viewRef = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [isFollowing, setFollowing] = useState(true);

  function toEnd(): void {
    const view = viewRef.current;
    if (view) view.scrollTop = view.scrollHeight;
    setFollowing(true);
  }

  function onScroll(): void {
    const view = viewRef.current;
    if (!view) return;
    const hasGoneUp = view.scrollTop < lastTop.current - 1;
    lastTop.current = view.scrollTop;
    const isAtEnd = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_END_PX;
    if (isAtEnd) setFollowing(true);
    else if (hasGoneUp) setFollowing(false);
    // Lines that came into view turned out taller than estimated, which moved the end away.
    else if (isFollowing) view.scrollTop = view.scrollHeight;
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves the end
  useLayoutEffect(() => {
    const view = viewRef.current;
    if (view && isFollowing) view.scrollTop = view.scrollHeight;
  }, [count, isFollowing]);

  return { viewRef, isFollowing, onScroll, toEnd };
}
