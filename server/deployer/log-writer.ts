import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** A line of a log file, as JSON. `source` is `platform` or the beginning of an instance id. */
export type LogEntry = { at: number; source: string; level: 'info' | 'error'; text: string };

const FLUSH_EVERY_MS = 20;
const LONGEST_TEXT = 16 * 1024;
/** A file that grew past this makes room once: one older part is kept beside it. */
const FULL_BYTES = 32 * 1024 * 1024;

export function instanceLogFile(dataDir: string, instanceId: string): string {
  return path.join(dataDir, 'logs', 'instances', `${instanceId}.log`);
}

export function deploymentLogFile(dataDir: string, deploymentId: string): string {
  return path.join(dataDir, 'logs', 'deployments', `${deploymentId}.log`);
}

/** Gathers lines for a moment and appends them to their files together. */
export class LogWriter {
  readonly #onError: (error: unknown) => void;
  readonly #pending = new Map<string, string[]>();
  #timer: NodeJS.Timeout | undefined;

  /** `onError` hears of lines that could not be written, and are lost, where nobody called {@link flush}. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  append(file: string, entry: LogEntry): void {
    const line = `${JSON.stringify({ ...entry, text: entry.text.slice(0, LONGEST_TEXT) })}\n`;
    const lines = this.#pending.get(file);
    if (lines) lines.push(line);
    else this.#pending.set(file, [line]);
    this.#timer ??= setTimeout(() => this.#flushByItself(), FLUSH_EVERY_MS);
  }

  /** Everything appended so far is in its file afterwards. Throws at the first file that cannot be written. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [file, lines] of this.#pending) {
      this.#pending.delete(file);
      appendTo(file, lines);
    }
  }

  #flushByItself(): void {
    try {
      this.flush();
    } catch (error) {
      this.#onError(error);
      this.#flushByItself(); // The other files: the one that failed is not pending any more.
    }
  }
}

function appendTo(file: string, lines: readonly string[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, lines.join(''));
  if (statSync(file).size > FULL_BYTES) renameSync(file, `${file}.1`);
}
