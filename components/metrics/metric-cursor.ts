'use client';
import { createContext, use, useSyncExternalStore } from 'react';

/** The moment that somebody points at, on all charts of the page at once. */
export type Cursor = {
  /** Point of the charts; null: nobody points. */
  index: number | null;
  /** The chart on which somebody points. */
  chart: string | null;
  /** By the arrow keys: then it is also said. */
  isByKey: boolean;
};

const NOWHERE: Cursor = { index: null, chart: null, isByKey: false };

/** Moves with every pixel of the pointer, so it is kept beside React and only read where it shows. */
export class CursorStore {
  #cursor = NOWHERE;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly get = (): Cursor => this.#cursor;

  point(chart: string, index: number | null, isByKey = false): void {
    const { index: was, chart: by } = this.#cursor;
    // A chart that the pointer left must not take the cursor away from the one that it went to.
    if (index === null && by !== chart) return;
    if (index === was && chart === by) return;
    this.#cursor = index === null ? NOWHERE : { index, chart, isByKey };
    for (const listener of this.#listeners) listener();
  }
}

export const CursorContext = createContext(new CursorStore());

export function useCursor(): Cursor {
  const store = use(CursorContext);
  return useSyncExternalStore(store.subscribe, store.get, () => NOWHERE);
}
