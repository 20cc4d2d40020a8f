import type { RouteInstance } from '#server/domain/routes.ts';
import type { InstanceOwner } from '#server/gateway/instance-counter.ts';
import type { InstanceMeter } from '#server/gateway/instance-meter.ts';
import { Upstream } from '#server/gateway/upstream.ts';
import type { Dialling } from '#server/gateway/upstream-connections.ts';

/** All instances that this worker routes to or still has requests at. */
export class Upstreams {
  readonly #byAddress = new Map<string, Upstream>();
  /** Those that drain or are no longer routed, by address. */
  readonly #leaving = new Map<string, Upstream>();
  readonly #unrouted = new Set<string>();
  readonly #dialling: Pick<Dialling, 'limits' | 'deadlines'>;
  readonly #meter: Pick<InstanceMeter, 'counterOf'>;
  readonly #onLeavingChange: () => void;

  constructor(
    dialling: Pick<Dialling, 'limits' | 'deadlines'>,
    meter: Pick<InstanceMeter, 'counterOf'>,
    onLeavingChange: () => void,
  ) {
    this.#dialling = dialling;
    this.#meter = meter;
    this.#onLeavingChange = onLeavingChange;
  }

  /** The one object for an instance, so that its count outlives every change of the routes. */
  of(instance: RouteInstance, owner: InstanceOwner): Upstream {
    const key = keyOf(instance);
    const known = this.#byAddress.get(key);
    if (known) return known;
    const counter = this.#meter.counterOf(owner, instance.instanceId);
    const made = new Upstream(instance, counter, this.#dialling, this.#onLeavingChange);
    this.#byAddress.set(key, made);
    return made;
  }

  /** Takes over how a service's instances are routed. Looks at no others: most changes are of one service of many. */
  settle(before: readonly RouteInstance[], now: readonly RouteInstance[]): void {
    for (const instance of now) this.#route(keyOf(instance), instance.isDraining);
    const routed = new Set(now.map(keyOf));
    for (const key of before.map(keyOf)) if (!routed.has(key)) this.#unroute(key);
    this.#forget();
  }

  /** Instances that are left out of the choice right now. */
  out(): Upstream[] {
    return [...this.#byAddress.values()].filter((upstream) => upstream.isOut());
  }

  /** Instance id → requests in flight, of those that are leaving; absent = none. */
  leavingInFlight(): Record<string, number> {
    this.#forget();
    const counts: Record<string, number> = {};
    for (const { instanceId, inFlight } of this.#leaving.values()) {
      if (inFlight > 0) counts[instanceId] = (counts[instanceId] ?? 0) + inFlight;
    }
    return counts;
  }

  /** Closes the idle connections to all of them. */
  close(): void {
    for (const upstream of this.#byAddress.values()) upstream.connections.setReuse(false);
  }

  #route(key: string, isDraining: boolean): void {
    const upstream = this.#byAddress.get(key);
    this.#unrouted.delete(key);
    if (isDraining && upstream) this.#leaving.set(key, upstream);
    else this.#leaving.delete(key);
    upstream?.setLeaving(isDraining);
  }

  #unroute(key: string): void {
    const upstream = this.#byAddress.get(key);
    if (!upstream) return;
    this.#unrouted.add(key);
    this.#leaving.set(key, upstream);
    upstream.setLeaving(true);
  }

  /** Lets go of those that are neither routed nor busy. */
  #forget(): void {
    for (const key of this.#unrouted) {
      if (this.#byAddress.get(key)?.inFlight !== 0) continue;
      this.#byAddress.delete(key);
      this.#leaving.delete(key);
      this.#unrouted.delete(key);
    }
  }
}

/** An instance that comes back at another address is another upstream. */
function keyOf(instance: RouteInstance): string {
  return `${instance.instanceId} ${instance.host}:${instance.port}`;
}
