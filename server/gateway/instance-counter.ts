import { ANSWER_BROKEN } from '#server/domain/status-class.ts';

/** What a counter needs of the meter that reads it. */
export interface InstanceClock {
  /** Closes the second that is over, if one is. */
  turn(): void;
  /** The counter has something to read since it was read last. */
  touched(counter: InstanceCounter): void;
}

/** Whose instance it is. */
export type InstanceOwner = { serviceId: string; versionId: string };

/** Counts of one instance. The upstream holds it, and counting one request changes numbers only. */
export class InstanceCounter {
  readonly owner: InstanceOwner;
  readonly instanceId: string;
  inFlight = 0;
  /** Most requests in flight since it was read last. */
  peakInFlight = 0;
  /** Not yet read. */
  requests = 0;
  errors = 0;
  readonly #clock: InstanceClock;
  #isTouched = false;

  constructor(owner: InstanceOwner, instanceId: string, clock: InstanceClock) {
    this.owner = owner;
    this.instanceId = instanceId;
    this.#clock = clock;
  }

  /** A request was given to the instance. */
  started(): void {
    this.inFlight += 1;
    if (this.inFlight > this.peakInFlight) this.peakInFlight = this.inFlight;
    if (!this.#isTouched) this.#touch();
  }

  /** It goes on somewhere else: it is counted there. */
  moved(): void {
    this.inFlight -= 1;
  }

  /** It is over; `status` as of VersionCounter. Once for each {@link started} that did not move on. */
  finished(status: number): void {
    this.#clock.turn();
    this.inFlight -= 1;
    this.requests += 1;
    if (status >= 500 || status === ANSWER_BROKEN) this.errors += 1;
    if (!this.#isTouched) this.#touch();
  }

  /** The counts were read: begins anew. False if there is more to come, because requests are in flight. */
  release(): boolean {
    this.requests = 0;
    this.errors = 0;
    this.peakInFlight = this.inFlight;
    this.#isTouched = this.inFlight > 0;
    return !this.#isTouched;
  }

  #touch(): void {
    this.#isTouched = true;
    this.#clock.touched(this);
  }
}
