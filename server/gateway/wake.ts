import type { ColdStart } from '#db/stores/cold-starts.ts';

/** Past this without anybody who waits, the next request begins a new wake; longer than any page waits (waiting-page). */
const FORGOTTEN_MS = 90_000;
/** A browser comes back from its page within this time. */
const PAGE_GAP_MS = 5_000;
/** What takes longer was no start: those who waited have left, and somebody else came. */
const LONGEST_MS = 10 * 60_000;
/** Cold starts that are kept while they cannot be stored. */
const MOST_KEPT = 1_000;

/**
 * From the first request that finds a version without an instance to the first answer of the version. Who gets a
 * waiting page comes back by itself, perhaps in the moment in which nobody else waits: the wake outlasts that.
 */
export class Wake {
  /** Epoch ms. */
  readonly since: number;
  /** Requests that waited, without those that got a page and come again. */
  waited = 0;
  /** When a request came or left last, epoch ms. */
  seenAt: number;
  /** Some who waited went on to an instance. */
  hasGoneOn = false;
  /** What earlier starts of the version took, ms; null: none is known; undefined: not looked up yet. */
  usualMs: number | null | undefined;

  constructor(now: number) {
    this.since = now;
    this.seenAt = now;
  }
}

/** Where the wake of a version stands. */
export interface Woken {
  readonly serviceId: string;
  readonly versionId: string;
  wake: Wake | undefined;
}

/** Begins and ends wakes, and keeps what they came to until it is stored. */
export class Wakes {
  readonly #now: () => number;
  #coldStarts: ColdStart[] = [];

  /** `now` in epoch ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A request has to wait. */
  arrived(counter: Woken): void {
    const now = this.#now();
    const wake = counter.wake;
    const current = wake && now - wake.seenAt < FORGOTTEN_MS ? wake : new Wake(now);
    current.waited += 1;
    current.seenAt = now;
    counter.wake = current;
  }

  /** It got a page, and is to come again. */
  postponed({ wake }: Woken): void {
    if (!wake) return;
    wake.waited -= 1;
    wake.seenAt = this.#now();
  }

  /** An instance of a version with a wake gives an answer. */
  answered(counter: Woken, instanceId: string): void {
    const { wake, serviceId, versionId } = counter;
    counter.wake = undefined;
    const answeredAt = this.#now();
    if (!wake || isStale(wake, answeredAt) || this.#coldStarts.length >= MOST_KEPT) return;
    const waited = Math.max(1, wake.waited);
    this.#coldStarts.push({ serviceId, versionId, instanceId, arrivedAt: wake.since, answeredAt, waited });
  }

  /** Cold starts that are not stored yet; `settle` so many of them once they are. */
  unstored(): readonly ColdStart[] {
    return this.#coldStarts;
  }

  settle(count: number): void {
    this.#coldStarts = this.#coldStarts.slice(count);
  }
}

function isStale({ since, seenAt, hasGoneOn }: Wake, now: number): boolean {
  return now - since > LONGEST_MS || (!hasGoneOn && now - seenAt > PAGE_GAP_MS);
}
