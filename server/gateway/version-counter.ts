import { LATENCY_BUCKETS, latencyBucket } from '#server/domain/latency.ts';
import { STATUS_CLASSES, statusClassIndex } from '#server/domain/status-class.ts';
import type { Wake } from '#server/gateway/wake.ts';

/** Sums of finished requests. Fields and typed arrays only: adding one request makes no object. */
export class Tally {
  requests = 0;
  bytesIn = 0;
  bytesOut = 0;
  latencyMs = 0;
  coldStartMs = 0;
  /** By place in STATUS_CLASSES. */
  readonly statuses = new Float64Array(STATUS_CLASSES.length);
  /** By latencyBucket. */
  readonly latency = new Uint32Array(LATENCY_BUCKETS);
  /** By latencyBucket. */
  readonly coldStarts = new Uint32Array(LATENCY_BUCKETS);

  add(other: Tally): void {
    this.requests += other.requests;
    this.bytesIn += other.bytesIn;
    this.bytesOut += other.bytesOut;
    this.latencyMs += other.latencyMs;
    this.coldStartMs += other.coldStartMs;
    addEach(this.statuses, other.statuses);
    addEach(this.latency, other.latency);
    addEach(this.coldStarts, other.coldStarts);
  }

  clear(): void {
    this.requests = 0;
    this.bytesIn = 0;
    this.bytesOut = 0;
    this.latencyMs = 0;
    this.coldStartMs = 0;
    this.statuses.fill(0);
    this.latency.fill(0);
    this.coldStarts.fill(0);
  }
}

/** What a counter needs of the meter that reads it. */
export interface CounterClock {
  /** Closes the second that is over, if one is. */
  turn(): void;
  /** Attempts to reach an instance that failed before a byte was sent. */
  dialFailures: number;
  /** The counter has something to read since it was read last. */
  touched(counter: VersionCounter): void;
}

/**
 * Counts of one version, or of what a service refused before a version was chosen (`versionId` is ''). The route
 * table holds it, so that counting a request looks nothing up. Memory for the counts is taken with the first request.
 */
export class VersionCounter {
  readonly serviceId: string;
  readonly versionId: string;
  /** While requests wait for an instance, and until the first of them is answered. */
  wake: Wake | undefined;
  readonly #clock: CounterClock;
  #inFlight = 0;
  #isTouched = false;
  /** Highest number in flight since the last {@link release}. */
  #peakInFlight = 0;
  #running: Tally | undefined;

  constructor(serviceId: string, versionId: string, clock: CounterClock) {
    this.serviceId = serviceId;
    this.versionId = versionId;
    this.#clock = clock;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get peakInFlight(): number {
    return this.#peakInFlight;
  }

  /** Not yet read counts; undefined before the first request. */
  get running(): Tally | undefined {
    return this.#running;
  }

  /** A request began. */
  started(): void {
    this.#inFlight += 1;
    if (this.#inFlight > this.#peakInFlight) this.#peakInFlight = this.#inFlight;
    if (!this.#isTouched) this.#touch();
  }

  /**
   * A request is over; called once for each {@link started}. `status` is that of the answer, VISITOR_LEFT or
   * ANSWER_BROKEN; `ms` is from its head to the last byte of its answer.
   */
  finished(status: number, ms: number, bytesIn: number, bytesOut: number): void {
    this.#clock.turn();
    this.#inFlight -= 1;
    const tally = this.#touch();
    tally.requests += 1;
    tally.bytesIn += bytesIn;
    tally.bytesOut += bytesOut;
    tally.latencyMs += ms;
    increment(tally.statuses, statusClassIndex(status));
    increment(tally.latency, latencyBucket(ms));
  }

  /** In place of {@link finished}: it got a waiting page and comes again, so that it is counted then. */
  postponed(): void {
    this.#clock.turn();
    this.#inFlight -= 1;
    this.#touch();
  }

  /** An instance could not be reached; another one is tried, or none is left. */
  dialFailed(): void {
    this.#clock.dialFailures += 1;
  }

  /** A request waited this long for an instance of a version that was at zero. */
  coldStart(ms: number): void {
    this.#clock.turn();
    const tally = this.#touch();
    tally.coldStartMs += ms;
    increment(tally.coldStarts, latencyBucket(ms));
  }

  /** The running counts were read: begins anew. False if there is more to come, because requests are in flight. */
  release(): boolean {
    this.#running?.clear();
    this.#peakInFlight = this.#inFlight;
    this.#isTouched = this.#inFlight > 0;
    return !this.#isTouched;
  }

  #touch(): Tally {
    if (!this.#isTouched) {
      this.#isTouched = true;
      this.#clock.touched(this);
    }
    this.#running ??= new Tally();
    return this.#running;
  }
}

function addEach(sums: Float64Array | Uint32Array, more: Float64Array | Uint32Array): void {
  for (let index = 0; index < more.length; index += 1) sums[index] = (sums[index] ?? 0) + (more[index] ?? 0);
}

function increment(counts: Float64Array | Uint32Array, index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}
