import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '#server/domain/problem.ts';
import { shown } from './entry-path.ts';
import type { SourceLimits } from './limits.ts';

const MIB = 1024 ** 2;

/**
 * Files of one archive on their way into a new folder. Counts what is really written, and refuses by throwing a Problem:
 * what was written until then is the caller's to remove.
 */
export class Unpacking {
  readonly #folder: string;
  readonly #limits: SourceLimits;
  /** Most bytes for this archive: a small one may not grow into a large one. */
  readonly #mostBytes: number;
  readonly #signal: AbortSignal;
  readonly #directories = new Set<string>();
  #entries = 0;
  #made = 0;
  bytes = 0;
  files = 0;

  constructor(folder: string, limits: SourceLimits, mostBytes: number, signal: AbortSignal) {
    this.#folder = folder;
    this.#limits = limits;
    this.#mostBytes = mostBytes;
    this.#signal = signal;
  }

  /** To be called for every entry of the archive, those that are left out too. */
  countEntry(): void {
    this.#signal.throwIfAborted();
    this.#entries += 1;
    this.#requireFew(this.#entries);
  }

  async directory(place: string): Promise<void> {
    if (place === '.' || this.#directories.has(place)) return;
    await this.directory(path.posix.dirname(place));
    this.#requireFew(++this.#made); // One deep name stands for many folders.
    await asDuplicate(place, mkdir(this.#at(place)));
    this.#directories.add(place);
  }

  /** Writes a file that is not there yet: two of one name would each be read by somebody. */
  async file(place: string, content: AsyncIterable<unknown>, isProgram: boolean): Promise<void> {
    await this.directory(path.posix.dirname(place));
    this.#requireFew(++this.#made);
    const mode = isProgram ? 0o755 : 0o644;
    const target = createWriteStream(this.#at(place), { flags: 'wx', mode });
    await asDuplicate(place, pipeline(content, this.#counter(place), target, { signal: this.#signal }));
    this.files += 1;
  }

  #requireFew(count: number): void {
    const { entries } = this.#limits;
    if (count > entries) throw new Problem('upload_too_many_entries', { params: { limit: entries } });
  }

  #counter(place: string): Transform {
    const { fileBytes } = this.#limits;
    let bytes = 0;
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        this.bytes += chunk.length;
        if (bytes > fileBytes) return done(fileTooLarge(place, fileBytes));
        done(this.#excess(), chunk);
      },
    });
  }

  #excess(): Problem | null {
    const { unpackedBytes } = this.#limits;
    if (this.bytes > unpackedBytes) {
      return new Problem('upload_expands_too_far', { params: { limitMb: unpackedBytes / MIB } });
    }
    return this.bytes > this.#mostBytes ? new Problem('upload_bomb') : null;
  }

  #at(place: string): string {
    return path.join(this.#folder, ...place.split('/'));
  }
}

function fileTooLarge(place: string, limitBytes: number): Problem {
  return new Problem('upload_file_too_large', { params: { path: shown(place), limitMb: limitBytes / MIB } });
}

/** The file system knows best which names are the same to it. */
async function asDuplicate(place: string, writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error;
    throw new Problem('upload_duplicate', { params: { path: shown(place) }, cause: error });
  }
}
