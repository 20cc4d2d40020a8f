import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { nextBackoffMs } from '#server/supervisor/backoff.ts';

const LEAVE_WITH_SUPERVISOR = path.join(import.meta.dirname, 'leave-with-supervisor.ts');

export type ProcessPlan = {
  name: 'console' | 'deployer' | 'gateway';
  /** What Node is started with. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** How the line begins that it prints, or the address that it answers, once it does its work. */
  readiness: { linePrefix: string } | { url: string };
  /** From the polite signal to the kill. */
  stopDeadlineMs: number;
};

/**
 * One process that is kept alive: started again with a growing pause whenever it ends, until it is stopped.
 * Emits `change` when its pid changes, `ready` when it announces itself, `line` for each line it prints.
 */
export class ManagedProcess extends EventEmitter<{ change: []; ready: []; line: [text: string] }> {
  readonly plan: ProcessPlan;
  #child: ChildProcess | undefined;
  #stopping = new AbortController();
  #isRestarting = false;
  #kept: Promise<void> = Promise.resolve();

  constructor(plan: ProcessPlan) {
    super();
    this.plan = plan;
  }

  /** Null between a crash and the restart. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  start(): void {
    this.#kept = this.#keep();
  }

  /** Ends it in its usual way and starts it again at once. */
  restart(): void {
    this.#isRestarting = true;
    this.#child?.kill('SIGTERM');
  }

  /** Sends TERM, then KILL at the deadline; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#child?.kill('SIGTERM');
    const deadline = setTimeout(() => this.kill(), this.plan.stopDeadlineMs);
    await this.#kept;
    clearTimeout(deadline);
  }

  /** Ends the process and all of its group at once; it is not started again. */
  kill(): void {
    this.#stopping.abort();
    if (!this.pid) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async #keep(): Promise<void> {
    let backoffMs = 0;
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      this.#isRestarting = false;
      const how = await this.#run();
      if (this.#stopping.signal.aborted) return;
      if (this.#isRestarting) continue;
      backoffMs = nextBackoffMs(backoffMs, performance.now() - startedAt);
      this.emit('line', `ended (${how}), starting again in ${backoffMs} ms`);
      // Rejects only when it is stopped meanwhile, which the loop sees.
      await pause(backoffMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** Runs it once; resolves with how it ended. */
  async #run(): Promise<string> {
    const child = spawn(process.execPath, ['--import', LEAVE_WITH_SUPERVISOR, ...this.plan.args], {
      env: this.plan.env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true, // A group of its own: Ctrl-C reaches the supervisor alone, which stops all in order.
    });
    const ended = new AbortController();
    this.#child = child;
    this.emit('change');
    for (const stream of [child.stdout, child.stderr]) if (stream) this.#read(stream);
    this.#announceAddress(ended.signal);
    const how = await ending(child);
    ended.abort();
    this.#child = undefined;
    this.emit('change');
    return how;
  }

  #read(stream: Readable): void {
    createInterface({ input: stream }).on('line', (text) => {
      this.emit('line', text);
      const { readiness } = this.plan;
      if ('linePrefix' in readiness && text.startsWith(readiness.linePrefix)) this.emit('ready');
    });
  }

  #announceAddress(ended: AbortSignal): void {
    if (!('url' in this.plan.readiness)) return;
    untilAnswers(this.plan.readiness.url, ended).then((answers) => answers && this.emit('ready'));
  }
}

async function ending(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'exit');
    return signal ?? `exit code ${code}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error); // It could not even be started.
  }
}

/** True once anything is answered there, false when the signal comes first. */
async function untilAnswers(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const response = await fetch(url, { redirect: 'manual', signal });
      await response.body?.cancel();
      return true;
    } catch {
      // Nothing listens yet, or the process ended: the loop looks at the signal.
    }
    await pause(50, undefined, { signal }).catch(() => {});
  }
  return false;
}
