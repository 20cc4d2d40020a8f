import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { nextBackoffMs } from '#server/supervisor/backoff.ts';
import type { ProcessPlan } from '#server/supervisor/process-plan.ts';
import { ProcessRun } from '#server/supervisor/process-run.ts';

/** A new process that has not announced itself by then never will. */
const RENEWAL_DEADLINE_MS = 60_000;

/**
 * One process that is kept alive: started again with a growing pause whenever it ends, until it is stopped.
 * Emits `change` when its pid changes, `ready` when it announces itself, `line` for each line it prints.
 */
export class ManagedProcess extends EventEmitter<{ change: []; ready: []; line: [text: string] }> {
  readonly plan: ProcessPlan;
  #current: ProcessRun | undefined;
  /** Started to take over, and not ready yet. */
  #next: ProcessRun | undefined;
  /** All that live, also those that were replaced and finish what they have. */
  readonly #runs = new Set<ProcessRun>();
  readonly #stopping = new AbortController();
  #isRestarting = false;
  #backoffMs = 0;

  constructor(plan: ProcessPlan) {
    super();
    this.plan = plan;
  }

  /** Null between a crash and the restart. */
  get pid(): number | null {
    return this.#current?.pid ?? null;
  }

  start(): void {
    this.#isRestarting = false;
    this.#setCurrent(this.#begin());
  }

  /** Ends it in its usual way and starts it again at once. */
  restart(): void {
    this.#isRestarting = true;
    this.#current?.terminate();
  }

  /**
   * Starts a new process beside this one; once it is ready this one is asked to end in its usual way, and has its
   * time to do so. Gives false where the new one came to nothing: then this one goes on.
   */
  async renew(): Promise<boolean> {
    if (!this.#current || this.#next || this.#stopping.signal.aborted) return false;
    const next = this.#begin();
    this.#next = next;
    const deadline = setTimeout(() => next.kill(), RENEWAL_DEADLINE_MS);
    const isReady = new Promise<boolean>((resolve) => next.once('ready', () => resolve(true)));
    const took = await Promise.race([isReady, next.ended.then(() => false)]);
    clearTimeout(deadline);
    return took;
  }

  /** Sends TERM, then KILL at the deadline; resolves when it is gone, with all that it has replaced. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.plan.listensOn?.[Symbol.dispose](); // First of all: nobody is to wait at a door that will not be opened.
    await Promise.all([...this.#runs].map((run) => run.stop()));
  }

  /** Ends the process and all of its group at once; it is not started again. */
  kill(): void {
    this.#stopping.abort();
    for (const run of this.#runs) run.kill();
  }

  #begin(): ProcessRun {
    const run = new ProcessRun(this.plan);
    this.#runs.add(run);
    run.on('line', (text) => this.emit('line', text));
    run.on('ready', () => this.#onReady(run));
    run.ended.then((how) => this.#onEnd(run, how));
    return run;
  }

  #setCurrent(run: ProcessRun | undefined): void {
    this.#current = run;
    this.emit('change');
  }

  #onReady(run: ProcessRun): void {
    if (run === this.#next) this.#takeOver(run);
    this.emit('ready');
  }

  #takeOver(next: ProcessRun): void {
    const old = this.#current;
    this.#next = undefined;
    this.#setCurrent(next);
    void old?.stop();
  }

  #onEnd(run: ProcessRun, how: string): void {
    this.#runs.delete(run);
    if (run === this.#next) {
      this.#next = undefined;
      this.emit('line', `the new process ended (${how}), the old one goes on`);
    } else if (run === this.#current) {
      this.#setCurrent(this.#next);
      this.#next = undefined;
      if (!this.#current) void this.#startAgain(run, how);
    }
  }

  async #startAgain(run: ProcessRun, how: string): Promise<void> {
    const { signal } = this.#stopping;
    if (!signal.aborted && !this.#isRestarting) {
      this.#backoffMs = nextBackoffMs(this.#backoffMs, performance.now() - run.startedAt);
      this.emit('line', `ended (${how}), starting again in ${this.#backoffMs} ms`);
      // Rejects only when it is stopped meanwhile, which is looked at below.
      await pause(this.#backoffMs, undefined, { signal }).catch(() => {});
    }
    if (!signal.aborted) this.start();
  }
}
