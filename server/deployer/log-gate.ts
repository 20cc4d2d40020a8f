/** What one instance may print for good, a second, and at once. */
const BYTES = { burst: 8 * 1024 * 1024, perSecond: 1024 * 1024 };
const LINES = { burst: 40_000, perSecond: 5_000 };
/** Once something was dropped, this part has to be free again: else every other line would stand beside a mark. */
const FREE_AGAIN = 0.1;
/** While more comes than can be written, whoever has less free than this is dropped: it prints more than others. */
const FREE_PRESSED = 0.5;
const MARK_EVERY_MS = 5_000;
/** Nothing was printed for so long: the flood is over, and no line comes that a mark could stand before. */
const SILENT_MS = 1_000;

export type Admitted = {
  isAdmitted: boolean;
  /** Above 0: a mark is due before the line, that so many were dropped. */
  dropped: number;
};

/** Lets through what one instance prints, up to an allowance, and counts the rest. */
export class LogGate {
  readonly #bytes = new Allowance(BYTES);
  readonly #lines = new Allowance(LINES);
  #dropped = 0;
  #droppedAt = Number.NEGATIVE_INFINITY;
  #markedAt = Number.NEGATIVE_INFINITY;
  isDropping = false;

  /** `now` in ms of any clock; `isPressed`: more comes from all instances than can be written. */
  admit(bytes: number, now: number, isPressed: boolean): Admitted {
    const kept = Math.max(this.isDropping ? FREE_AGAIN : 0, isPressed ? FREE_PRESSED : 0);
    const hasRoom = [this.#bytes.has(bytes, kept, now), this.#lines.has(1, kept, now)];
    this.isDropping = hasRoom.includes(false);
    if (this.isDropping) {
      this.#dropped += 1;
      this.#droppedAt = now;
      return {
        isAdmitted: false,
        dropped: now - this.#markedAt >= MARK_EVERY_MS ? this.takeDropped(now) : 0,
      };
    }
    this.#bytes.take(bytes);
    this.#lines.take(1);
    return { isAdmitted: true, dropped: this.takeDropped(now) };
  }

  /** Lines that were dropped before they came here. */
  miss(lines: number): void {
    this.#dropped += lines;
  }

  /** How many were dropped at the end of what was printed; 0 while more comes. */
  takeLast(now: number): number {
    return now - this.#droppedAt >= SILENT_MS ? this.takeDropped(now) : 0;
  }

  /** How many were dropped since it was asked last. */
  takeDropped(now: number): number {
    const dropped = this.#dropped;
    if (dropped > 0) this.#markedAt = now;
    this.#dropped = 0;
    return dropped;
  }
}

class Allowance {
  readonly #of: { burst: number; perSecond: number };
  #left: number;
  #at: number | undefined;

  constructor(of: { burst: number; perSecond: number }) {
    this.#of = of;
    this.#left = of.burst;
  }

  /** Whether so much is left beside a part of the burst. */
  has(cost: number, kept: number, now: number): boolean {
    const { burst, perSecond } = this.#of;
    const passedMs = Math.max(0, now - (this.#at ?? now));
    this.#left = Math.min(burst, this.#left + (passedMs / 1000) * perSecond);
    this.#at = now;
    return this.#left >= cost + burst * kept;
  }

  take(cost: number): void {
    this.#left -= cost;
  }
}
