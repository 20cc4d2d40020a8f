import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessPlan } from '#server/supervisor/process-plan.ts';

const LEAVE_WITH_SUPERVISOR = path.join(import.meta.dirname, 'leave-with-supervisor.ts');

/** One life of a process, from its start to its end. Emits `ready` when it announces itself, `line` for what it prints. */
export class ProcessRun extends EventEmitter<{ ready: []; line: [text: string] }> {
  readonly startedAt = performance.now();
  /** How it ended: the name of a signal, its exit code, or why it could not be started. */
  readonly ended: Promise<string>;
  readonly #plan: ProcessPlan;
  readonly #child: ChildProcess;

  constructor(plan: ProcessPlan) {
    super();
    this.#plan = plan;
    this.#child = spawn(process.execPath, ['--import', LEAVE_WITH_SUPERVISOR, ...plan.args], {
      env: plan.env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...(plan.listensOn ? [plan.listensOn.fd()] : [])],
      detached: true, // A group of its own: Ctrl-C reaches the supervisor alone, which stops all in order.
    });
    this.ended = ending(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream) this.#read(stream);
    if ('url' in plan.readiness) void this.#announceAddress(plan.readiness.url);
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** Asks it to end in its usual way. */
  terminate(): void {
    this.#child.kill('SIGTERM');
  }

  /** Sends TERM, then KILL at the deadline; resolves when it is gone. */
  async stop(): Promise<void> {
    this.terminate();
    const deadline = setTimeout(() => this.kill(), this.#plan.stopDeadlineMs);
    await this.ended;
    clearTimeout(deadline);
  }

  /** Ends the process and all of its group at once. */
  kill(): void {
    if (!this.pid) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #read(stream: Readable): void {
    const { readiness } = this.#plan;
    createInterface({ input: stream }).on('line', (text) => {
      this.emit('line', text);
      if ('linePrefix' in readiness && text.startsWith(readiness.linePrefix)) this.emit('ready');
    });
  }

  async #announceAddress(url: string): Promise<void> {
    const ended = new AbortController();
    this.ended.then(() => ended.abort());
    if (await untilAnswers(url, ended.signal)) this.emit('ready');
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
