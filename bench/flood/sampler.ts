import { setTimeout as pause } from 'node:timers/promises';
import type { DiskUse } from '#bench/flood/machine-use.ts';
import type { Printing } from '#bench/flood/services.ts';
import { newestCalm } from '#bench/flood/stored-lines.ts';
import type { World } from '#e2e/world.ts';

const PERIOD_MS = 1_000;

/** Looks at the disk and at the calm service's newest stored line once a second, until it is disposed of. */
export class Sampler implements AsyncDisposable {
  /** How far the store was behind the calm service at most. */
  calmLagMs = 0;
  /** Each the most there was at once. */
  most: DiskUse;
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;

  constructor(world: World, calm: Printing, readDisk: () => DiskUse) {
    this.most = readDisk();
    this.#done = this.#run(world, calm, readDisk);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  async #run(world: World, calm: Printing, readDisk: () => DiskUse): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const askedAt = Date.now();
      const line = await newestCalm(world, calm);
      this.calmLagMs = Math.max(this.calmLagMs, askedAt - (line?.at ?? askedAt));
      this.most = mostOf(this.most, readDisk());
      await pause(PERIOD_MS, undefined, { signal }).catch(() => {}); // Aborted: the loop ends.
    }
  }
}

function mostOf(a: DiskUse, b: DiskUse): DiskUse {
  return {
    store: Math.max(a.store, b.store),
    data: Math.max(a.data, b.data),
    // Between two of its files there is none for a moment.
    engine: a.engine === null ? b.engine : Math.max(a.engine, b.engine ?? 0),
    used: Math.max(a.used, b.used),
  };
}
