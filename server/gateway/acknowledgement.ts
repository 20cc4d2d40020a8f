import type { GatewayWorker } from '#db/stores/gateway-workers.ts';

/** Counts of what drains are written at most once in this time. */
const BATCH_MS = 50;
const RETRY_MS = 20;

export type AcknowledgementStore = {
  /** Throws while the database is held by someone else. */
  save(worker: GatewayWorker): void;
  /** Leaving instance → requests in flight. */
  inFlight(): Record<string, number>;
};

/**
 * This worker's row: the revision it serves and what drains. The deployer stops an instance on the word of this row,
 * so it never says less than is in flight: counts are read at the moment of writing, in the tick after the swap.
 */
export class Acknowledgement {
  readonly #store: AcknowledgementStore;
  #worker: GatewayWorker;
  #stored = '';
  #storedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(worker: Pick<GatewayWorker, 'id' | 'pid' | 'startedAt'>, store: AcknowledgementStore) {
    this.#worker = { ...worker, servedRevision: 0, inFlight: {} };
    this.#store = store;
  }

  /** Tells at once that all up to this revision is served. */
  served(revision: number): void {
    this.#worker = { ...this.#worker, servedRevision: revision };
    this.write();
  }

  /** Tells soon what is in flight at instances that leave. */
  inFlightChanged(): void {
    if (this.#timer) return;
    this.#writeIn(Math.max(0, this.#storedAt + BATCH_MS - performance.now()));
  }

  /** Writes the row if it says something new; tries again where it could not be written. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const worker = { ...this.#worker, inFlight: this.#store.inFlight() };
    const text = JSON.stringify(worker);
    if (text === this.#stored) return;
    try {
      this.#store.save(worker);
      this.#stored = text;
      this.#storedAt = performance.now();
    } catch {
      this.#writeIn(RETRY_MS); // Most often another process is writing; the row is late, the traffic is not.
    }
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #writeIn(ms: number): void {
    this.#timer = setTimeout(() => this.write(), ms);
  }
}
