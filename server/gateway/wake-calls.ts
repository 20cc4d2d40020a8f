import type { WakeRequest } from '#db/stores/wake-requests.ts';
import type { TableVersion } from '#server/gateway/table.ts';

/** So often a version that is waited for is named again. */
const PERIOD_MS = 1_000;
/** While another process holds the lock, each worker tries again at a moment of its own. */
const RETRY_MS = 20;

type Awaited = Pick<TableVersion, 'serviceId' | 'versionId'>;

export type WakeCallsSettings = {
  /** Stores the calls. Throws where it cannot now. */
  save(requests: WakeRequest[]): void;
  /** Requests wait for this version right now. */
  isAwaited(version: Awaited): boolean;
  /** Epoch ms. */
  now: () => number;
};

/**
 * Says in the database which versions are waited for: with the first request, and then once a second as long as any
 * waits. Never in the tick of a request, and never standing still for a lock.
 */
export class WakeCalls {
  readonly #settings: WakeCallsSettings;
  /** Those to be named, until nobody waits for them. */
  readonly #awaited = new Map<string, Awaited>();
  /** Version → when it was named last; kept for a period, so that waiting anew is not said anew. */
  readonly #saidAt = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  constructor(settings: WakeCallsSettings) {
    this.#settings = settings;
  }

  /** Somebody began to wait for it. */
  call({ serviceId, versionId }: Awaited): void {
    if (this.#awaited.has(versionId)) return;
    this.#awaited.set(versionId, { serviceId, versionId });
    this.#sayAt(this.#dueAt(versionId));
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#awaited.clear();
  }

  /** On the clock of performance.now(); long past where nothing was said lately. */
  #dueAt(versionId: string): number {
    return (this.#saidAt.get(versionId) ?? Number.NEGATIVE_INFINITY) + PERIOD_MS;
  }

  #sayAt(at: number): void {
    if (at >= this.#firesAt) return;
    clearTimeout(this.#timer);
    this.#firesAt = at;
    this.#timer = setTimeout(() => this.#say(), Math.max(0, at - performance.now()));
  }

  #say(): void {
    this.#firesAt = Number.POSITIVE_INFINITY;
    this.#forget();
    const now = performance.now();
    const due = [...this.#awaited.values()].filter(({ versionId }) => this.#dueAt(versionId) <= now);
    const isSaved = due.length === 0 || this.#save(due);
    if (isSaved) for (const { versionId } of due) this.#saidAt.set(versionId, now);
    const next = isSaved ? this.#nextAt() : now + RETRY_MS * (0.5 + Math.random());
    if (next !== undefined) this.#sayAt(next);
  }

  /** Whom nobody waits for any more, and what was said too long ago to matter. */
  #forget(): void {
    for (const version of this.#awaited.values()) {
      if (!this.#settings.isAwaited(version)) this.#awaited.delete(version.versionId);
    }
    const before = performance.now() - PERIOD_MS;
    for (const [versionId, at] of this.#saidAt) if (at < before) this.#saidAt.delete(versionId);
  }

  #nextAt(): number | undefined {
    const times = [...this.#awaited.keys()].map((versionId) => this.#dueAt(versionId));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #save(due: readonly Awaited[]): boolean {
    const askedAt = this.#settings.now();
    try {
      this.#settings.save(due.map(({ serviceId, versionId }) => ({ serviceId, versionId, askedAt })));
      return true;
    } catch {
      return false; // Most often another process is writing; those who wait go on waiting.
    }
  }
}
