// Whoever is refused a thousand times a second must not fill the disk: of each one so many a minute are written down,
// and of the rest their number.

export type Missed = { key: string; count: number; fromMs: number };

type Limits = {
  /** Of one key, in a window. */
  each: number;
  /** Of all keys together, so that many addresses achieve no more than one. */
  all: number;
};

export const WINDOW_MS = 60_000;

/** In memory only: if the process dies, the number of the last minute is lost, and no event. */
export class RefusalMeter {
  readonly #limits: Limits;
  #fromMs = Number.NEGATIVE_INFINITY;
  #admitted = 0;
  readonly #seen = new Map<string, number>();
  readonly #missed = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Whether it is to be written down; else it is counted. Times in epoch ms; take the missed ones of before first. */
  admit(key: string, nowMs: number): boolean {
    if (nowMs - this.#fromMs >= WINDOW_MS || nowMs < this.#fromMs) this.#begin(nowMs);
    const seen = this.#seen.get(key) ?? 0;
    if (seen < this.#limits.each && this.#admitted < this.#limits.all) {
      this.#seen.set(key, seen + 1);
      this.#admitted += 1;
      return true;
    }
    // Keys that never got in share one number, or they would fill the memory instead.
    const missedKey = seen > 0 ? key : OTHERS;
    this.#missed.set(missedKey, (this.#missed.get(missedKey) ?? 0) + 1);
    return false;
  }

  get hasMissed(): boolean {
    return this.#missed.size > 0;
  }

  /** What was counted in a window that is over; each is given once. */
  takeMissed(nowMs: number): Missed[] {
    if (nowMs - this.#fromMs < WINDOW_MS && nowMs >= this.#fromMs) return [];
    const missed = [...this.#missed].map(([key, count]) => ({ key, count, fromMs: this.#fromMs }));
    this.#missed.clear();
    return missed;
  }

  #begin(nowMs: number): void {
    this.#fromMs = nowMs;
    this.#admitted = 0;
    this.#seen.clear();
  }
}

export const OTHERS = '*';
