import type { Runner, RunningInstance } from '#server/runner/port.ts';

export type EngineViewOptions = {
  runner: Pick<Runner, 'list'>;
  now: () => number;
  /** Containers of these services are not as they were. */
  onChange: (serviceIds: Set<string>) => void;
  /** The engine answers again. */
  onUp: () => void;
  onError: (error: unknown) => void;
};

/**
 * What the engine runs, as of the last listing and of our own calls since. Rounds read it without waiting; hints,
 * ends of activities and the resync bring it up to date.
 */
export class EngineView {
  readonly #options: EngineViewOptions;
  #containers = new Map<string, RunningInstance>();
  /** Instance → number of the last own call's result; a listing that began before it must not undo it. */
  readonly #ownResults = new Map<string, number>();
  #calls = 0;
  #listing: Promise<string[]> | undefined;
  #following: Promise<string[]> | undefined;
  #isListed = false;
  #isClosed = false;
  #downSince: number | null = null;

  constructor(options: EngineViewOptions) {
    this.#options = options;
  }

  /** False until the first listing: nothing is known yet. */
  get isListed(): boolean {
    return this.#isListed;
  }

  /** Epoch ms; null while the engine answers. */
  get downSince(): number | null {
    return this.#downSince;
  }

  get(instanceId: string): RunningInstance | undefined {
    return this.#containers.get(instanceId);
  }

  all(): RunningInstance[] {
    return [...this.#containers.values()];
  }

  /** An own call has started it. */
  put(instance: RunningInstance): void {
    this.#note(instance.instanceId);
    this.#containers.set(instance.instanceId, instance);
  }

  /** An own call has removed it. */
  remove(instanceId: string): void {
    this.#note(instanceId);
    this.#containers.delete(instanceId);
  }

  /** What a listing under way finds is not told any more. */
  close(): void {
    this.#isClosed = true;
  }

  markDown(): void {
    this.#downSince ??= this.#options.now();
  }

  /**
   * Lists again, beginning after this call; calls that come together share one listing. Gives the ids of the
   * instances that are not as they were. Never throws: an engine that does not answer is down.
   */
  refresh(): Promise<string[]> {
    if (!this.#listing) {
      this.#listing = this.#list().finally(() => {
        this.#listing = undefined;
      });
      return this.#listing;
    }
    this.#following ??= this.#listing.then(() => {
      this.#following = undefined;
      return this.refresh();
    });
    return this.#following;
  }

  #note(instanceId: string): void {
    this.#calls += 1;
    this.#ownResults.set(instanceId, this.#calls);
  }

  async #list(): Promise<string[]> {
    const begunAt = this.#calls;
    let found: RunningInstance[];
    try {
      found = await this.#options.runner.list();
    } catch (error) {
      if (this.#downSince === null && !this.#isClosed) this.#options.onError(error);
      this.markDown();
      return [];
    }
    return this.#isClosed ? [] : this.#take(found, begunAt);
  }

  #take(found: RunningInstance[], begunAt: number): string[] {
    const isNewer = (instanceId: string) => (this.#ownResults.get(instanceId) ?? 0) > begunAt;
    const before = this.#containers;
    const after = new Map(found.map((instance) => [instance.instanceId, instance]));
    for (const instanceId of new Set([...before.keys(), ...after.keys(), ...this.#ownResults.keys()])) {
      if (!isNewer(instanceId)) continue;
      const own = before.get(instanceId);
      if (own) after.set(instanceId, own);
      else after.delete(instanceId);
    }
    for (const [instanceId, call] of this.#ownResults) {
      if (call <= begunAt) this.#ownResults.delete(instanceId);
    }
    this.#containers = after;
    return this.#tell(before, after);
  }

  #tell(before: Map<string, RunningInstance>, after: Map<string, RunningInstance>): string[] {
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id)),
    );
    const services = changed.flatMap((id) => (after.get(id) ?? before.get(id))?.serviceId ?? []);
    const isUpAgain = !this.#isListed || this.#downSince !== null;
    this.#isListed = true;
    this.#downSince = null;
    if (services.length > 0) this.#options.onChange(new Set(services));
    if (isUpAgain) this.#options.onUp();
    return changed;
  }
}
