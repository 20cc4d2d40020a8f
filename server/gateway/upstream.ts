import type { RouteInstance } from '#server/domain/routes.ts';
import { Connections } from '#server/gateway/forward.ts';

/** One instance as this worker sees it: where it is, its connections, and how many requests it has right now. */
export class Upstream {
  readonly instanceId: string;
  readonly connections: Connections;
  #inFlight = 0;
  #isLeaving = false;
  readonly #onLeavingChange: () => void;

  /** `onLeavingChange` is called whenever the count of an instance that is leaving moves. */
  constructor(instance: RouteInstance, onLeavingChange: () => void) {
    this.instanceId = instance.instanceId;
    this.connections = new Connections(instance.host, instance.port);
    this.#onLeavingChange = onLeavingChange;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Draining, or no longer routed: gets no new request and keeps no idle connection. */
  setLeaving(isLeaving: boolean): void {
    this.#isLeaving = isLeaving;
    this.connections.setReuse(!isLeaving);
  }

  /** Counts a request in. Call it in the tick of the choice: a swap in between would not see the request. */
  claim(): void {
    this.#inFlight += 1;
    if (this.#isLeaving) this.#onLeavingChange();
  }

  /** Counts a request out; once for each claim. */
  release(): void {
    this.#inFlight -= 1;
    if (this.#isLeaving) this.#onLeavingChange();
  }
}
