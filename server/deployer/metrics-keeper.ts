import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MetricsDb } from '#db/open.ts';
import { pruneInstances, rollUpInstances } from '#db/stores/instance-roll-up.ts';
import { listOverfullLogs, pruneLog, pruneServiceLog } from '#db/stores/request-log.ts';
import { pruneCounts, rollUp } from '#db/stores/roll-up.ts';

const PERIOD_MS = 30_000;
/** Rows that one step forgets: the gateway, which writes the same file, must not find it locked for long. */
const ROWS = 500;

/**
 * Sums what the gateway counted, and what instances used, over minutes and hours, and clears away what is past its time. The deployer does it,
 * and not the gateway: there is one of it, and no traffic waits for it.
 */
export class MetricsKeeper {
  readonly #metrics: MetricsDb;
  readonly #onError: (what: string, error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #round = Promise.resolve();

  constructor(metrics: MetricsDb, onError: (what: string, error: unknown) => void) {
    this.#metrics = metrics;
    this.#onError = onError;
  }

  /** Begins the first round, and then one every half minute. */
  start(): void {
    this.#round = this.keep(Date.now()).catch((error) => this.#onError('keep metrics', error));
    void this.#round.then(() => {
      if (!this.#isOver) this.#timer = setTimeout(() => this.start(), PERIOD_MS);
    });
  }

  /** Ends the running round at its next step. */
  async close(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round. `nowMs` in epoch ms. */
  async keep(nowMs: number): Promise<void> {
    for (const _ of rollUp(this.#metrics, nowMs)) if (await this.#isToEnd()) return;
    for (const _ of rollUpInstances(this.#metrics, nowMs)) if (await this.#isToEnd()) return;
    while (pruneCounts(this.#metrics, nowMs, ROWS)) if (await this.#isToEnd()) return;
    while (pruneInstances(this.#metrics, nowMs, ROWS)) if (await this.#isToEnd()) return;
    while (pruneLog(this.#metrics, nowMs, ROWS) === ROWS) if (await this.#isToEnd()) return;
    for (const serviceId of listOverfullLogs(this.#metrics)) {
      while (pruneServiceLog(this.#metrics, serviceId, ROWS) === ROWS) if (await this.#isToEnd()) return;
    }
  }

  async #isToEnd(): Promise<boolean> {
    await nextTurn();
    return this.#isOver;
  }
}
