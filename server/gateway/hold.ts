// Requests for a version that has no instance wait here until the routes have one (product.md, 7): each goes on, or is
// refused, exactly once. That somebody waits is said by the wake calls, which the deployer hears.
import type { Deadlines, Due } from '#server/gateway/deadlines.ts';
import type { TableVersion } from '#server/gateway/table.ts';
import type { Wakes } from '#server/gateway/wake.ts';

/** A request that may have to wait. */
export interface Waiting {
  readonly version: TableVersion;
  /** It gets a page after a while, and comes again. */
  takesPage(): boolean;
  /** Chooses an instance anew, or is refused. */
  start(): void;
  /** It has waited long enough. */
  giveUp(): void;
  /** It has waited long enough for a page. */
  postpone(): void;
}

/** Somebody who waits. Whoever goes away leaves it; leaving twice is as good as once. */
export interface Place {
  leave(): void;
}

export type HoldSettings = {
  deadlines: Deadlines;
  /** Longest wait, ms. */
  holdMs: number;
  /** Of those who take a page. */
  waitingPageMs: number;
  wakes: Pick<Wakes, 'arrived'>;
  limits: { heldPerVersion: number; heldInAll: number };
  /** The version as it is routed now. */
  findVersion(version: TableVersion): TableVersion | undefined;
  /** Somebody began to wait for this version. */
  onAwaited(version: TableVersion): void;
};

export class Hold {
  readonly #settings: HoldSettings;
  readonly #places = new Map<string, Set<HeldPlace>>();
  #count = 0;

  constructor(settings: HoldSettings) {
    this.#settings = settings;
  }

  isAwaited({ versionId }: Pick<TableVersion, 'versionId'>): boolean {
    return this.#places.has(versionId);
  }

  /** Lets a request wait. Undefined where too many do so already. */
  take(waiting: Waiting): Place | undefined {
    const { limits, holdMs, waitingPageMs, deadlines, wakes } = this.#settings;
    const { version } = waiting;
    const others = this.#places.get(version.versionId) ?? new Set();
    if (others.size >= limits.heldPerVersion || this.#count >= limits.heldInAll) return undefined;
    const takesPage = waiting.takesPage();
    const patienceMs = takesPage ? Math.min(waitingPageMs, holdMs) : holdMs;
    const place = new HeldPlace(waiting, takesPage, patienceMs, (left) => this.#leave(left));
    this.#places.set(version.versionId, others.add(place));
    this.#count += 1;
    deadlines.add(place);
    wakes.arrived(version.counter);
    this.#settings.onAwaited(version);
    return place;
  }

  /** The routes changed: who need not wait any more goes on, in the order of coming. */
  routed(): void {
    for (const places of [...this.#places.values()]) {
      const [first] = places;
      if (first && !this.#mustWait(first.version)) for (const place of [...places]) place.goOn();
    }
  }

  #mustWait(version: TableVersion): boolean {
    const routed = this.#settings.findVersion(version);
    return routed?.isWakeable === true && routed.upstreams.length === 0;
  }

  #leave(place: HeldPlace): void {
    const { versionId } = place.version;
    const others = this.#places.get(versionId);
    this.#settings.deadlines.remove(place);
    this.#count -= 1;
    others?.delete(place);
    if (others?.size === 0) this.#places.delete(versionId);
  }
}

class HeldPlace implements Place, Due {
  readonly dueAt: number;
  readonly #waiting: Waiting;
  readonly #takesPage: boolean;
  readonly #onLeft: (place: HeldPlace) => void;
  #isLeft = false;

  constructor(waiting: Waiting, takesPage: boolean, patienceMs: number, onLeft: (place: HeldPlace) => void) {
    this.#waiting = waiting;
    this.#takesPage = takesPage;
    this.#onLeft = onLeft;
    this.dueAt = performance.now() + patienceMs;
  }

  get version(): TableVersion {
    return this.#waiting.version;
  }

  leave(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    this.#onLeft(this);
  }

  goOn(): void {
    if (this.#isLeft) return;
    this.leave();
    this.#waiting.start();
  }

  onOverdue(): void {
    if (this.#isLeft) return;
    this.leave();
    if (this.#takesPage) this.#waiting.postpone();
    else this.#waiting.giveUp();
  }
}
