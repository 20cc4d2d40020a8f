// 日志采集路径 (console-spec 1.11): files that an instance writes into a folder of ours. What lies in there is written by
// others and believed in nothing: only plain files of the wanted endings are opened, links are not followed.
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { type FileMark, fileMarksOf } from '#db/stores/log-lines.ts';
import { collectedRoot } from '#server/deployer/collected-folder.ts';
import { LogGate } from '#server/deployer/log-gate.ts';
import type { LogStore } from '#server/deployer/log-store.ts';
import type { LogSubject } from '#server/deployer/log-subject.ts';
import { COLLECTED_ENDINGS, folderOf } from '#server/domain/collection-path.ts';
import { logLevel } from '#server/domain/log-level.ts';

const LOOK_EVERY_MS = 500;
/** Read of a file at one look. */
const CHUNK_BYTES = 256 * 1024;
const MOST_FILES = 20;
/** 日志存储空间: above it, files are emptied, the largest first. */
const FULL_BYTES = 1024 ** 3;
const LONGEST_LINE = 16 * 1024;

export type CollectedFilesOptions = {
  dataDir: string;
  store: LogStore;
  subject: (instanceId: string) => LogSubject | undefined;
  /** Whether the instance may write still. */
  isPresent: (instanceId: string) => boolean;
  now: () => number;
  onError: (error: unknown) => void;
};

type Source = { subject: LogSubject; marks: Map<string, FileMark>; gate: LogGate };

/** Reads what comes into the files of all instances, and clears a folder away once its instance is gone. */
export class CollectedFiles {
  readonly #options: CollectedFilesOptions;
  readonly #sources = new Map<string, Source>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CollectedFilesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.look();
  }

  look(): void {
    for (const instanceId of namesIn(collectedRoot(this.#options.dataDir))) {
      try {
        this.#lookAt(instanceId);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }

  #lookAt(instanceId: string): void {
    const wasPresent = this.#options.isPresent(instanceId); // Asked before reading: what was written by then is read.
    const folder = path.join(collectedRoot(this.#options.dataDir), instanceId);
    const source = this.#sourceOf(instanceId);
    const isRead = source ? this.#readFolder(folder, source) : true;
    if (wasPresent || !isRead) return;
    this.#sources.delete(instanceId);
    rmSync(folder, { recursive: true, force: true });
  }

  #sourceOf(instanceId: string): Source | undefined {
    const known = this.#sources.get(instanceId);
    if (known) return known;
    const subject = this.#options.subject(instanceId);
    if (!subject) return undefined;
    const marks = fileMarksOf(this.#options.store.logs, instanceId);
    const source = { subject, marks: new Map(marks.map((mark) => [mark.name, mark])), gate: new LogGate() };
    this.#sources.set(instanceId, source);
    return source;
  }

  /** Gives whether all that was there has been read. */
  #readFolder(folder: string, source: Source): boolean {
    const { logPath } = source.subject;
    const wanted = folderOf(logPath) === logPath.replace(/\/+$/, '') ? null : path.posix.basename(logPath);
    const names = namesIn(folder).filter((name) => COLLECTED_ENDINGS.some((ending) => name.endsWith(ending)));
    const chosen =
      wanted === null ? names.toSorted().slice(0, MOST_FILES) : names.filter((name) => name === wanted);
    const sizes = chosen.map((name) => this.#readFile(folder, name, source));
    makeRoom(folder);
    return sizes.every((isRead) => isRead);
  }

  #readFile(folder: string, name: string, source: Source): boolean {
    const handle = openPlain(path.join(folder, name), constants.O_RDONLY);
    if (handle === null) return true;
    try {
      const { ino, size } = fstatSync(handle);
      const mark = source.marks.get(name);
      // Another file under the name, or one that was emptied: from its beginning.
      const isSame = mark?.inode === String(ino) && mark.offset <= size;
      const offset = isSame ? mark.offset : 0;
      const { lines, bytes } = readLines(handle, offset, size);
      for (const line of lines) this.#take(line, name, source);
      const next = {
        instanceId: source.subject.instanceId,
        name,
        inode: String(ino),
        offset: offset + bytes,
      };
      if (bytes > 0 || !isSame) this.#mark(next, source);
      return next.offset >= size || bytes === 0;
    } finally {
      closeSync(handle);
    }
  }

  #mark(mark: FileMark, source: Source): void {
    source.marks.set(mark.name, mark);
    this.#options.store.markFile(mark);
  }

  #take(text: string, name: string, { subject, gate }: Source): void {
    const { store, now } = this.#options;
    const { instanceId, serviceId, versionId, logPath } = subject;
    const { isAdmitted, dropped } = gate.admit(text.length, performance.now(), store.isPressed);
    const where = {
      serviceId,
      versionId,
      instanceId,
      file: path.posix.join(folderOf(logPath), name),
      at: now(),
    };
    if (dropped > 0) {
      store.add({
        ...where,
        stream: 'platform',
        level: 'warn',
        text: `drop_log_lines : ${dropped}`,
        dropped,
      });
    }
    if (!isAdmitted) return;
    const masked = subject.mask(text);
    store.add({ ...where, stream: 'file', level: logLevel('file', masked), text: masked, dropped: 0 });
  }
}

/** Whole lines behind an offset, and how many bytes they are; a line that is too long counts as whole. */
function readLines(handle: number, offset: number, size: number): { lines: string[]; bytes: number } {
  if (offset >= size) return { lines: [], bytes: 0 };
  const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size - offset));
  const read = readSync(handle, buffer, 0, buffer.length, offset);
  const end = buffer.subarray(0, read).lastIndexOf(10) + 1;
  const bytes = end > 0 ? end : read >= LONGEST_LINE ? read : 0;
  const lines = buffer
    .toString('utf8', 0, bytes)
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  if (end > 0) lines.pop();
  return { lines: bytes === 0 ? [] : lines.filter(Boolean), bytes };
}

/** Whatever it is that fills the folder. */
function makeRoom(folder: string): void {
  const files = namesIn(folder).map((name) => ({ name, size: sizeOf(path.join(folder, name)) }));
  let size = files.reduce((sum, file) => sum + file.size, 0);
  for (const file of files.toSorted((a, b) => b.size - a.size)) {
    if (size <= FULL_BYTES) return;
    const handle = openPlain(path.join(folder, file.name), constants.O_WRONLY);
    if (handle === null) continue;
    ftruncateSync(handle, 0);
    closeSync(handle);
    size -= file.size;
  }
}

function sizeOf(file: string): number {
  const handle = openPlain(file, constants.O_RDONLY);
  if (handle === null) return 0;
  const { size } = fstatSync(handle);
  closeSync(handle);
  return size;
}

/** Null for what is no plain file: a link would lead out of the folder, a pipe would keep us waiting. */
function openPlain(file: string, flags: number): number | null {
  let handle: number;
  try {
    handle = openSync(file, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null; // Gone meanwhile, a link, or nothing that we may read.
  }
  if (fstatSync(handle).isFile()) return handle;
  closeSync(handle);
  return null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
