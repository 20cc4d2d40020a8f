/** Ends a round: ms after which the key wants to be asked again by itself, or null. */
export type Work = (key: string) => number | null;

export type QueueOptions = {
  work: Work;
  onError: (key: string, error: unknown) => void;
  /** 0 ≤ x < 1; spreads retries. */
  random: () => number;
};

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 30_000;
/** Node's timers hold no longer wait; whoever sleeps that long is woken by the resync before. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Rounds of work by key. A key that is added while it waits is not added twice; one that is added while its round
 * runs gets another round. Between two rounds the process does other things. A round that throws is tried again
 * after a growing pause, and sooner if something adds its key.
 */
export class KeyedQueue {
  readonly #options: QueueOptions;
  readonly #waiting = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #failures = new Map<string, number>();
  #next: NodeJS.Immediate | undefined;
  #isClosed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    if (this.#isClosed) return;
    this.#waiting.add(key);
    this.#next ??= setImmediate(() => this.#takeOne());
  }

  /** What waits is dropped: it is found again from what is stored. */
  close(): void {
    this.#isClosed = true;
    clearImmediate(this.#next);
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #takeOne(): void {
    this.#next = undefined;
    const [key] = this.#waiting;
    if (key === undefined) return;
    this.#waiting.delete(key);
    this.#addLater(key, this.#round(key));
    if (this.#waiting.size > 0) this.#next ??= setImmediate(() => this.#takeOne());
  }

  #round(key: string): number | null {
    try {
      const againInMs = this.#options.work(key);
      this.#failures.delete(key);
      return againInMs;
    } catch (error) {
      this.#options.onError(key, error);
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      return retryPauseMs(failures, this.#options.random());
    }
  }

  #addLater(key: string, ms: number | null): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (ms === null || this.#isClosed) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(key);
        this.add(key);
      },
      Math.min(Math.ceil(ms), LONGEST_TIMER_MS),
    );
    this.#timers.set(key, timer);
  }
}

/** Doubles from 100 ms to 30 s, give or take a half. */
export function retryPauseMs(failures: number, random: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20)) * (0.5 + random);
}
