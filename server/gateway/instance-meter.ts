import type { InstanceRequests } from '#db/stores/instance-requests.ts';
import { MINUTE, spanOf } from '#server/domain/metric-spans.ts';
import { type InstanceClock, InstanceCounter, type InstanceOwner } from '#server/gateway/instance-counter.ts';

/** Minutes that cannot be stored are kept for this long; then they are given up. */
const KEPT_SECONDS = 5 * MINUTE;

type Row = InstanceRequests & { isStored: boolean };

/**
 * Counts requests by minute and instance until they are stored. The meter of the versions says when a second is over,
 * so that a request lies in the same minute in both. A row holds the whole count of its minute so far.
 */
export class InstanceMeter implements InstanceClock {
  readonly #workerId: string;
  readonly #onTurn: () => void;
  readonly #touched = new Set<InstanceCounter>();
  /** `<instance> <minute>`, oldest first. */
  readonly #rows = new Map<string, Row>();

  /** `onTurn` closes the second that is over, if one is. */
  constructor(workerId: string, onTurn: () => void) {
    this.#workerId = workerId;
    this.#onTurn = onTurn;
  }

  counterOf(owner: InstanceOwner, instanceId: string): InstanceCounter {
    return new InstanceCounter(owner, instanceId, this);
  }

  turn(): void {
    this.#onTurn();
  }

  touched(counter: InstanceCounter): void {
    this.#touched.add(counter);
  }

  /** Takes what was counted in a second (epoch seconds). */
  read(second: number): void {
    const minute = spanOf(second, MINUTE);
    for (const counter of this.#touched) {
      addTo(this.#rowOf(counter, minute), counter);
      if (counter.release()) this.#touched.delete(counter);
    }
    this.#forget(minute);
  }

  /** Rows with something in them that is not stored; `settle` what was. */
  unstored(): Row[] {
    return [...this.#rows.values()].filter(({ isStored }) => !isStored);
  }

  settle(rows: readonly Row[]): void {
    for (const row of rows) row.isStored = true;
  }

  #rowOf({ owner: { serviceId, versionId }, instanceId }: InstanceCounter, at: number): Row {
    const key = `${instanceId} ${at}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const row: Row = {
      ...{ workerId: this.#workerId, serviceId, versionId, instanceId, at },
      ...{ requests: 0, errors: 0, peakInFlight: 0, isStored: false },
    };
    this.#rows.set(key, row);
    return row;
  }

  #forget(minute: number): void {
    for (const [key, { at, isStored }] of this.#rows) {
      if (at < minute - KEPT_SECONDS || (isStored && at < minute)) this.#rows.delete(key);
    }
  }
}

function addTo(row: Row, { requests, errors, peakInFlight }: InstanceCounter): void {
  row.requests += requests;
  row.errors += errors;
  row.peakInFlight = Math.max(row.peakInFlight, peakInFlight);
  row.isStored = false;
}
