import type { RouteInstance } from '#server/domain/routes.ts';
import { Upstream } from '#server/gateway/upstream.ts';

/** All instances that this worker routes to or still has requests at. */
export class Upstreams {
  readonly #byAddress = new Map<string, Upstream>();
  readonly #onLeavingChange: () => void;

  constructor(onLeavingChange: () => void) {
    this.#onLeavingChange = onLeavingChange;
  }

  /** The one object for an instance, so that its count outlives every change of the routes. */
  of(instance: RouteInstance): Upstream {
    const key = keyOf(instance);
    const known = this.#byAddress.get(key);
    if (known) return known;
    const made = new Upstream(instance, this.#onLeavingChange);
    this.#byAddress.set(key, made);
    return made;
  }

  /** Takes over which instances are routed, and forgets those that are neither routed nor busy. */
  settle(routed: readonly RouteInstance[]): void {
    const staying = new Set(routed.filter((instance) => !instance.isDraining).map(keyOf));
    const known = new Set(routed.map(keyOf));
    for (const [key, upstream] of this.#byAddress) {
      upstream.setLeaving(!staying.has(key));
      if (!known.has(key) && upstream.inFlight === 0) this.#byAddress.delete(key);
    }
  }

  /** Instance id → requests in flight, of those that are leaving; absent = none. */
  leavingInFlight(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const upstream of this.#byAddress.values()) {
      if (!upstream.isLeaving || upstream.inFlight === 0) continue;
      counts[upstream.instanceId] = (counts[upstream.instanceId] ?? 0) + upstream.inFlight;
    }
    return counts;
  }
}

/** An instance that comes back at another address is another upstream. */
function keyOf(instance: RouteInstance): string {
  return `${instance.instanceId} ${instance.host}:${instance.port}`;
}
