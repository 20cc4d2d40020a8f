import type { RequestBucket } from '#db/stores/request-metrics.ts';
import { latencyBucket } from '#server/domain/latency.ts';

/** Seconds with requests that are kept while they cannot be stored; then the oldest is given up. */
const KEPT_SECONDS = 300;

export type Counted = { serviceId: string; versionId: string; latencyMs: number; isError: boolean };

/** Counts requests by second and version until they are stored. */
export class Meter {
  readonly #workerId: string;
  readonly #now: () => number;
  readonly #seconds = new Map<number, Map<string, RequestBucket>>();
  #second = 0;

  /** `now` in epoch ms. */
  constructor(workerId: string, now: () => number) {
    this.#workerId = workerId;
    this.#now = now;
  }

  /** Counts one finished request. `versionId` is empty where no version was chosen. */
  count({ serviceId, versionId, latencyMs, isError }: Counted): void {
    const bucket = this.#bucketOf(serviceId, versionId);
    bucket.requests += 1;
    if (isError) bucket.errors += 1;
    const index = latencyBucket(latencyMs);
    bucket.latency[index] = (bucket.latency[index] ?? 0) + 1;
  }

  /** All that is counted and not yet stored for good; the running second is among it. */
  buckets(): RequestBucket[] {
    this.#advance();
    return [...this.#seconds.values()].flatMap((counts) => [...counts.values()]);
  }

  /** Forgets what {@link buckets} gave in this second, except the running second itself, which may still grow. */
  settle(): void {
    for (const second of this.#seconds.keys()) if (second < this.#second) this.#seconds.delete(second);
  }

  #bucketOf(serviceId: string, versionId: string): RequestBucket {
    this.#advance();
    let counts = this.#seconds.get(this.#second);
    if (!counts) {
      counts = new Map();
      this.#seconds.set(this.#second, counts);
      this.#dropOldest();
    }
    const key = `${serviceId} ${versionId}`;
    const known = counts.get(key);
    if (known) return known;
    const at = this.#second;
    const made: RequestBucket = {
      workerId: this.#workerId,
      serviceId,
      versionId,
      at,
      requests: 0,
      errors: 0,
      latency: {},
    };
    counts.set(key, made);
    return made;
  }

  #dropOldest(): void {
    const [oldest] = this.#seconds.keys();
    if (oldest !== undefined && this.#seconds.size > KEPT_SECONDS) this.#seconds.delete(oldest);
  }

  /** A clock that was set back must not reopen a second that is stored already. */
  #advance(): void {
    this.#second = Math.max(this.#second, Math.floor(this.#now() / 1000));
  }
}
