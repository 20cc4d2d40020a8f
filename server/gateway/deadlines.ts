/** What must get on. `dueAt` is on the clock of performance.now(); Infinity while nothing is due. */
export interface Due {
  dueAt: number;
  onOverdue(): void;
}

/**
 * Looks after all time limits of a worker with one timer: setting one is an assignment, where a timer for each step of
 * each request would cost more than the request's parsing. A limit is met within a quarter of the shortest one.
 */
export class Deadlines {
  readonly #dues = new Set<Due>();
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  /** The clock of the limits: performance.now() as of the last look, so that reading it costs nothing. */
  now = performance.now();

  constructor(shortestMs: number) {
    this.#everyMs = Math.min(1_000, Math.max(5, shortestMs / 4));
  }

  add(due: Due): void {
    this.#dues.add(due);
    if (this.#timer === undefined) this.now = performance.now();
    this.#timer ??= setInterval(() => this.#sweep(), this.#everyMs).unref();
  }

  remove(due: Due): void {
    this.#dues.delete(due);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    this.now = performance.now();
    for (const due of this.#dues) if (due.dueAt <= this.now) due.onOverdue();
  }
}
