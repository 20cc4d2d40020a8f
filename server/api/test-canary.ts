// For tests only: secrets that can be told anywhere, in whatever form they got there.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where something may have been: its name, and what was there. */
export type Haystack = { where: string; bytes: Buffer };

export class Canaries {
  readonly #needles: { name: string; form: string; bytes: Buffer }[] = [];

  /** A secret of its own for this field. Digits and letters alone, so that JSON, URLs and HTML leave it as it is. */
  make(name: string): string {
    const text = `cnry${randomBytes(12).toString('hex')}`;
    this.watch(name, text);
    return text;
  }

  /** For a secret that the product made. */
  watch(name: string, text: string): void {
    const bytes = Buffer.from(text);
    this.#add(name, 'plain', bytes);
    this.#add(name, 'utf16', Buffer.from(text, 'utf16le'));
    this.#add(name, 'hex', Buffer.from(bytes.toString('hex')));
    this.#add(name, 'HEX', Buffer.from(bytes.toString('hex').toUpperCase()));
    this.#add(name, 'url', Buffer.from(encodeURIComponent(text)));
    for (const ahead of [0, 1, 2]) this.#add(name, 'base64', base64Core(bytes, ahead));
  }

  /** `<name> as <form> in <where>` for each that is there. */
  found(haystacks: Iterable<Haystack>): string[] {
    const found: string[] = [];
    for (const { where, bytes } of haystacks) {
      for (const needle of this.#needles) {
        if (bytes.includes(needle.bytes)) found.push(`${needle.name} as ${needle.form} in ${where}`);
      }
    }
    return found;
  }

  #add(name: string, form: string, bytes: Buffer): void {
    this.#needles.push({ name, form, bytes });
  }
}

/** What stays the same of its base64, when it stands `ahead` bytes after a multiple of three. */
function base64Core(bytes: Buffer, ahead: number): Buffer {
  const shifted = Buffer.concat([Buffer.alloc(ahead), bytes]);
  const whole = shifted.subarray(0, shifted.length - (shifted.length % 3)).toString('base64');
  return Buffer.from(whole.slice(ahead === 0 ? 0 : 4));
}

/** Every file below, but those of `except`. */
export function filesOf(folder: string, except: readonly string[]): Haystack[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !except.some((skipped) => file.startsWith(path.join(folder, skipped))))
    .map((file) => ({ where: path.relative(folder, file), bytes: readFileSync(file) }));
}

/** Arguments, and where they may be read environments, of every process of the machine but these. */
export function processesBut(pids: readonly number[], parts: readonly ('cmdline' | 'environ')[]): Haystack[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !pids.includes(Number(name)));
  return all.flatMap((pid) => parts.flatMap((part) => readOf(pid, part)));
}

function readOf(pid: string, part: string): Haystack[] {
  try {
    return [{ where: `/proc/${pid}/${part}`, bytes: readFileSync(`/proc/${pid}/${part}`) }];
  } catch {
    return []; // It has ended, or is somebody else's.
  }
}
