import type { RequestBucket } from '#db/stores/request-metrics.ts';
import { InstanceMeter } from '#server/gateway/instance-meter.ts';
import { addTo, emptyBucket } from '#server/gateway/request-bucket.ts';
import { type CounterClock, Tally, VersionCounter } from '#server/gateway/version-counter.ts';

/** Seconds that cannot be stored are kept for this long; then they are given up and counted. */
export const KEPT_SECONDS = 300;

/** Counts and in-flight requests of one version since the start of this worker. */
export type CounterTotal = { serviceId: string; versionId: string; inFlight: number; total: Tally };

/**
 * Counts requests by second and version until they are stored. Requests are counted in counters that their version
 * holds; at the turn of a second only those that were touched are read, so that a version at rest costs nothing.
 */
export class Meter implements CounterClock {
  readonly instances: InstanceMeter;
  readonly #workerId: string;
  readonly #now: () => number;
  readonly #counters = new Map<string, VersionCounter>();
  readonly #touched = new Set<VersionCounter>();
  readonly #totals = new Map<VersionCounter, Tally>();
  readonly #seconds = new Map<number, Map<VersionCounter, RequestBucket>>();
  #second = 0;
  #turnsAtMs = 0;
  /** Attempts to reach an instance that failed before a byte was sent. */
  dialFailures = 0;
  /** Seconds of a version that were given up because they could not be stored. */
  droppedBuckets = 0;

  /** `now` in epoch ms. */
  constructor(workerId: string, now: () => number) {
    this.#workerId = workerId;
    this.#now = now;
    this.instances = new InstanceMeter(workerId, () => this.turn());
    this.turn();
  }

  /** The one counter of a version, or of what its service refuses (`versionId` is ''). Keep it; do not ask often. */
  counterOf(serviceId: string, versionId: string): VersionCounter {
    const key = keyOf(serviceId, versionId);
    const known = this.#counters.get(key);
    if (known) return known;
    const made = new VersionCounter(serviceId, versionId, this);
    this.#counters.set(key, made);
    return made;
  }

  /** Forgets counters at rest of versions that are not routed any more. */
  forgetUnless(isRouted: (serviceId: string, versionId: string) => boolean): void {
    for (const [key, counter] of this.#counters) {
      if (counter.inFlight > 0 || isRouted(counter.serviceId, counter.versionId)) continue;
      this.#read();
      this.#counters.delete(key);
      this.#totals.delete(counter);
    }
  }

  /** The seconds that are over and not yet stored. */
  complete(): RequestBucket[] {
    this.turn();
    const over = [...this.#seconds].filter(([second]) => second < this.#second);
    return over.flatMap(([, buckets]) => [...buckets.values()]);
  }

  /** All that is not yet stored; the running second is among it. */
  buckets(): RequestBucket[] {
    this.turn();
    this.#read();
    return [...this.#seconds.values()].flatMap((buckets) => [...buckets.values()]);
  }

  /** Start of the running second, epoch seconds. */
  get second(): number {
    this.turn();
    return this.#second;
  }

  /** Forgets the seconds before `second`, which are stored; the running second stays, it may still grow. */
  settle(second = this.#second): void {
    for (const at of this.#seconds.keys()) if (at < Math.min(second, this.#second)) this.#seconds.delete(at);
  }

  /** What was counted since the start, by version. */
  totals(): CounterTotal[] {
    this.turn();
    this.#read();
    return [...this.#totals].map(([{ serviceId, versionId, inFlight }, total]) => {
      return { serviceId, versionId, inFlight, total };
    });
  }

  /** A clock that was set back must not reopen a second that is stored already. */
  turn(): void {
    const nowMs = this.#now();
    if (nowMs < this.#turnsAtMs) return;
    this.#read();
    this.#second = Math.max(this.#second, Math.floor(nowMs / 1000));
    this.#turnsAtMs = (this.#second + 1) * 1000;
    this.#giveUpOld();
  }

  touched(counter: VersionCounter): void {
    this.#touched.add(counter);
  }

  /** Moves what was counted into the buckets of the running second. */
  #read(): void {
    for (const counter of this.#touched) {
      addTo(this.#bucketOf(counter), counter);
      if (counter.running) this.#totalOf(counter).add(counter.running);
      if (counter.release()) this.#touched.delete(counter);
    }
    this.instances.read(this.#second);
  }

  #totalOf(counter: VersionCounter): Tally {
    const known = this.#totals.get(counter);
    if (known) return known;
    const made = new Tally();
    this.#totals.set(counter, made);
    return made;
  }

  #bucketOf(counter: VersionCounter): RequestBucket {
    const buckets = this.#seconds.get(this.#second) ?? new Map<VersionCounter, RequestBucket>();
    this.#seconds.set(this.#second, buckets);
    const bucket = buckets.get(counter) ?? emptyBucket(this.#workerId, counter, this.#second);
    buckets.set(counter, bucket);
    return bucket;
  }

  #giveUpOld(): void {
    for (const [second, buckets] of this.#seconds) {
      if (second >= this.#second - KEPT_SECONDS) return;
      this.droppedBuckets += buckets.size;
      this.#seconds.delete(second);
    }
  }
}

function keyOf(serviceId: string, versionId: string): string {
  return `${serviceId} ${versionId}`;
}
