export type BuildTurn = {
  /** Epoch ms: who has waited longest comes first. */
  since: number;
  /** So many builds come before; told whenever that changes, and not at all where its turn comes at once. */
  onMove: (before: number) => void;
};

type Waiting = BuildTurn & { begin: () => void; told: number | null };

/**
 * Who may build: so many at a time, in the order of their beginnings. In memory only: after a restart those who still
 * want to build ask again.
 */
export class BuildQueue {
  readonly #concurrency: number;
  #waiting: Waiting[] = [];
  #running = 0;
  #next: NodeJS.Immediate | undefined;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Nobody builds, and nobody waits for it. */
  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0;
  }

  /** Does the work when its turn comes. Rejects with the signal's reason where it was called off before. */
  async run<Result>(turn: BuildTurn, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    await this.#wait(turn, signal);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#arrange();
    }
  }

  #wait(turn: BuildTurn, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        this.#arrange();
        reject(signal.reason);
      };
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting: Waiting = { ...turn, begin, told: null };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting = [...this.#waiting, waiting].sort((a, b) => a.since - b.since);
      // Those who ask together, as after a restart, are put in order before the first begins.
      this.#next ??= setImmediate(() => this.#arrange());
    });
  }

  #arrange(): void {
    clearImmediate(this.#next);
    this.#next = undefined;
    while (this.#running < this.#concurrency) {
      const first = this.#waiting.shift();
      if (!first) break;
      this.#running += 1;
      first.begin();
    }
    this.#waiting.forEach((waiting, index) => {
      const before = this.#running + index;
      if (waiting.told === before) return;
      waiting.told = before;
      waiting.onMove(before);
    });
  }
}
