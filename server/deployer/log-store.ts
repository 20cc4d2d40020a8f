import type { LogsDb } from '#db/open.ts';
import {
  type FileMark,
  type InstanceMark,
  isEnough,
  listUnsealed,
  sealBlock,
  writeLines,
} from '#db/stores/log-lines.ts';
import { LONGEST_LOG_TEXT, type LogLineDraft } from '#server/domain/log-line.ts';

const FLUSH_EVERY_MS = 200;
/** Lines that one flush writes before others of this process get their turn: some 15 ms. */
const MOST_LINES = 4_000;
/** A block takes up to 20 ms; between two of them others get theirs. */
const SEAL_EVERY_MS = 40;
/** Above this, more comes than can be written. */
const PRESSED_CHARACTERS = 8 * 1024 * 1024;

/**
 * Gathers lines of all services for a moment, writes them together, and makes blocks of them bit by bit: the rounds of
 * the deployer, which share its thread, wait for no more than one of these steps.
 */
export class LogStore {
  readonly #logs: LogsDb;
  readonly #onError: (error: unknown) => void;
  #lines: LogLineDraft[] = [];
  #characters = 0;
  /** By instance, and by instance and file. */
  #marks = new Map<string, InstanceMark>();
  #files = new Map<string, FileMark>();
  readonly #unsealed = new Map<string, { lines: number; characters: number }>();
  #flushing: NodeJS.Timeout | undefined;
  #sealing: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** `onError` hears of lines that could not be written, and are lost. */
  constructor(logs: LogsDb, onError: (error: unknown) => void) {
    this.#logs = logs;
    this.#onError = onError;
    for (const { serviceId, ...unsealed } of listUnsealed(logs)) this.#unsealed.set(serviceId, unsealed);
    this.#sealSoon();
  }

  get logs(): LogsDb {
    return this.#logs;
  }

  /** More comes than can be written: whoever prints much should be dropped. */
  get isPressed(): boolean {
    return this.#characters > PRESSED_CHARACTERS;
  }

  add(line: LogLineDraft): void {
    const text = line.text.length > LONGEST_LOG_TEXT ? line.text.slice(0, LONGEST_LOG_TEXT) : line.text;
    this.#lines.push({ ...line, text });
    this.#characters += text.length;
    this.#flushSoon();
  }

  /** How far an instance was read: written together with the lines that were added before. */
  mark(mark: InstanceMark): void {
    this.#marks.set(mark.instanceId, mark);
    this.#flushSoon();
  }

  markFile(file: FileMark): void {
    this.#files.set(`${file.instanceId}/${file.name}`, file);
    this.#flushSoon();
  }

  /** Everything added so far is in the file afterwards. Throws where it cannot be written; then it is lost. */
  flush(): void {
    while (this.#lines.length > 0 || this.#marks.size > 0 || this.#files.size > 0) this.#flushSome();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#flushing);
    clearTimeout(this.#sealing);
    this.flush();
  }

  #flushSoon(): void {
    if (this.#isClosed) return;
    this.#flushing ??= setTimeout(() => this.#flushByItself(), FLUSH_EVERY_MS);
  }

  #flushByItself(): void {
    this.#flushing = undefined;
    try {
      this.#flushSome();
    } catch (error) {
      this.#onError(error);
    }
    if (this.#lines.length > 0) this.#flushing = setTimeout(() => this.#flushByItself(), 1);
  }

  /** Marks go with the last of the lines: they say that all before them is written. */
  #flushSome(): void {
    const lines = this.#lines.splice(0, MOST_LINES);
    const isAll = this.#lines.length === 0;
    const [marks, files] = isAll ? [this.#marks, this.#files] : [[], []];
    if (isAll) [this.#marks, this.#files] = [new Map(), new Map()];
    for (const line of lines) this.#count(line);
    writeLines(this.#logs, lines, marks.values(), files.values());
    this.#sealSoon();
  }

  #count({ serviceId, text }: LogLineDraft): void {
    this.#characters -= text.length;
    const unsealed = this.#unsealed.get(serviceId) ?? { lines: 0, characters: 0 };
    this.#unsealed.set(serviceId, {
      lines: unsealed.lines + 1,
      characters: unsealed.characters + text.length,
    });
  }

  #sealSoon(): void {
    if (this.#isClosed || this.#sealing || this.#toSeal() === undefined) return;
    this.#sealing = setTimeout(() => this.#sealByItself(), SEAL_EVERY_MS);
  }

  #toSeal(): string | undefined {
    return [...this.#unsealed].find(([, unsealed]) => isEnough(unsealed))?.[0];
  }

  #sealByItself(): void {
    this.#sealing = undefined;
    const serviceId = this.#toSeal();
    if (serviceId === undefined) return;
    try {
      this.#seal(serviceId);
    } catch (error) {
      this.#unsealed.delete(serviceId); // Counted anew with the next lines: it is not tried for ever.
      this.#onError(error);
    }
    this.#sealSoon();
  }

  #seal(serviceId: string): void {
    const before = this.#unsealed.get(serviceId);
    this.#unsealed.delete(serviceId); // So that services take turns.
    const sealed = sealBlock(this.#logs, serviceId);
    if (!sealed || !before) return;
    const lines = before.lines - sealed.lines;
    const characters = before.characters - sealed.characters;
    if (lines > 0) this.#unsealed.set(serviceId, { lines, characters });
  }
}
