import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import type { CounterTotal } from '#server/gateway/meter.ts';
import { Tally } from '#server/gateway/version-counter.ts';

/** Versions with labels of their own; what comes after them is told together. */
export const MOST_LABELLED = 1_000;
const READ_AT_ONCE = 20;

/** `version` is empty for what a service answered before a version was chosen. */
export type VersionLabels = { service: string; version: string };
export type LabelledTotal = { labels: VersionLabels; inFlight: number; total: Tally };

/** Finds the names that Prometheus is told instead of ids, and bounds how many there are. */
export class VersionNames {
  readonly #routesOf: (serviceId: string) => ServiceRoutes | null | undefined;
  /** Both are for life, so that a name once found stays right. */
  readonly #known = new Map<string, VersionLabels>();

  constructor(routesOf: (serviceId: string) => ServiceRoutes | null | undefined) {
    this.#routesOf = routesOf;
  }

  /** The first versions by name, the others as one sum under `other`. */
  async label(totals: readonly CounterTotal[]): Promise<LabelledTotal[]> {
    const named = totals.slice(0, MOST_LABELLED);
    await this.#learn(named);
    const labelled = named.map(({ serviceId, versionId, inFlight, total }) => {
      const labels = this.#known.get(keyOf(serviceId, versionId)) ?? {
        service: serviceId,
        version: versionId,
      };
      return { labels, inFlight, total };
    });
    const others = totals.slice(MOST_LABELLED);
    return others.length === 0 ? labelled : [...labelled, sumOf(others)];
  }

  async #learn(totals: readonly CounterTotal[]): Promise<void> {
    if (this.#known.size > 2 * MOST_LABELLED) this.#known.clear();
    let read = 0;
    for (const { serviceId, versionId } of totals) {
      if (this.#known.has(keyOf(serviceId, versionId))) continue;
      this.#read(serviceId);
      read += 1;
      if (read % READ_AT_ONCE === 0) await nextTurn();
    }
  }

  #read(serviceId: string): void {
    const routes = this.#routesOf(serviceId);
    if (!routes) return;
    this.#known.set(keyOf(serviceId, ''), { service: routes.host, version: '' });
    for (const { versionId, versionName } of routes.versions) {
      this.#known.set(keyOf(serviceId, versionId), { service: routes.host, version: versionName });
    }
  }
}

function sumOf(totals: readonly CounterTotal[]): LabelledTotal {
  const total = new Tally();
  let inFlight = 0;
  for (const other of totals) {
    total.add(other.total);
    inFlight += other.inFlight;
  }
  return { labels: { service: 'other', version: 'other' }, inFlight, total };
}

function keyOf(serviceId: string, versionId: string): string {
  return `${serviceId} ${versionId}`;
}
