import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '#db/open.ts';
import { forgetPruned } from '#db/stores/event-chain.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { pruneEvents } from '#server/commands/prune-events.ts';

/** It lets go of whole days, so that looking more often changes nothing. */
const PERIOD_MS = 3600_000;
/** Rows that one step deletes: others, who write the same file, must not find it locked for long. */
const ROWS = 200;

/** Lets go of what is past the time for which the log is kept. The deployer does it: there is one of it. */
export class AuditKeeper {
  readonly #db: Db;
  readonly #onError: (what: string, error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #round = Promise.resolve();

  constructor(db: Db, onError: (what: string, error: unknown) => void) {
    this.#db = db;
    this.#onError = onError;
  }

  /** Begins the first round, and then one every hour. */
  start(): void {
    this.#timer = setInterval(() => this.#begin(), PERIOD_MS);
    this.#begin();
  }

  /** Ends the round at its next step. */
  async close(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  #begin(): void {
    this.#round = this.#round.then(() => this.keep()).catch((error) => this.#onError('audit', error));
  }

  /** One round; what an earlier one did not come to is deleted, too. `now` gives epoch ms. */
  async keep(now: () => number = Date.now): Promise<void> {
    pruneEvents({ db: this.#db, actor: SYSTEM, now });
    while (!this.#isOver && forgetPruned(this.#db, ROWS) === ROWS) await nextTurn();
  }
}
