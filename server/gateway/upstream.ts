import type { RouteInstance } from '#server/domain/routes.ts';
import type { InstanceCounter } from '#server/gateway/instance-counter.ts';
import { type Dialling, UpstreamConnections } from '#server/gateway/upstream-connections.ts';

/** So many dials in a row have to fail before an instance is left out. */
const FAILURES_ALLOWED = 3;
const SHORTEST_OUT_MS = 1_000;
const LONGEST_OUT_MS = 30_000;

/** One instance as this worker sees it: where it is, its connections, and how many requests it has right now. */
export class Upstream {
  readonly instanceId: string;
  readonly connections: UpstreamConnections;
  readonly #counter: InstanceCounter;
  #isLeaving = false;
  /** Dials that failed in a row. */
  #failures = 0;
  #outUntil = 0;
  readonly #onLeavingChange: () => void;

  /** `onLeavingChange` is called whenever the count of an instance that is leaving moves. */
  constructor(
    instance: RouteInstance,
    counter: InstanceCounter,
    dialling: Pick<Dialling, 'limits' | 'deadlines'>,
    onLeavingChange: () => void,
  ) {
    this.instanceId = instance.instanceId;
    this.#counter = counter;
    this.connections = new UpstreamConnections({ host: instance.host, port: instance.port, ...dialling });
    this.#onLeavingChange = onLeavingChange;
  }

  get inFlight(): number {
    return this.#counter.inFlight;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Left out of the choice for now, because it takes no connections. Then one more is tried. */
  isOut(): boolean {
    return this.#outUntil > 0 && performance.now() < this.#outUntil;
  }

  /** Draining, or no longer routed: gets no new request and keeps no idle connection. */
  setLeaving(isLeaving: boolean): void {
    this.#isLeaving = isLeaving;
    this.connections.setReuse(!isLeaving);
  }

  /** Whether a connection came about. The time out doubles with each failure beyond the allowed ones. */
  dialled(isOpen: boolean): void {
    this.#failures = isOpen ? 0 : this.#failures + 1;
    const beyond = this.#failures - FAILURES_ALLOWED;
    const ms = Math.min(LONGEST_OUT_MS, SHORTEST_OUT_MS * 2 ** Math.min(beyond, 5));
    this.#outUntil = beyond < 0 ? 0 : performance.now() + ms;
  }

  /** Counts a request in. Call it in the tick of the choice: a swap in between would not see the request. */
  claim(): void {
    this.#counter.started();
    if (this.#isLeaving) this.#onLeavingChange();
  }

  /** Counts a request out that is over, with the status of its end; once for each claim, unless it was given up. */
  release(status: number): void {
    this.#counter.finished(status);
    if (this.#isLeaving) this.#onLeavingChange();
  }

  /** The request goes on somewhere else. */
  giveUp(): void {
    this.#counter.moved();
    if (this.#isLeaving) this.#onLeavingChange();
  }
}
