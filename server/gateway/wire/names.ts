import { lineStart, nameEnd, nameLength } from '#server/gateway/wire/fields.ts';

/** Field names that mean something to the gateway, looked up without making a string of the name. */
export class NameTable {
  readonly #byLength: { name: string; id: number }[][] = [];

  /** Names in lower case → a number of one's own above 0. */
  constructor(ids: Readonly<Record<string, number>>) {
    for (const [name, id] of Object.entries(ids)) {
      const known = this.#byLength[name.length];
      if (known) known.push({ name, id });
      else this.#byLength[name.length] = [{ name, id }];
    }
  }

  /** The number of the field at `index` of the head read last; 0 where its name is none of these. */
  find(text: string, index: number): number {
    const candidates = this.#byLength[nameLength(index)];
    if (candidates === undefined) return 0;
    const start = lineStart(index);
    for (const { name, id } of candidates) if (isNamed(text, start, name)) return id;
    return 0;
  }
}

/** Token characters are told apart by their lower five bits and bit 6, so that setting bit 5 only folds the case. */
function isNamed(text: string, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    if ((text.charCodeAt(start + at) | 0x20) !== name.charCodeAt(at)) return false;
  }
  return true;
}

/** Whether the name of the field at `index` begins with `prefix` (lower case). */
export function hasPrefix(text: string, index: number, prefix: string): boolean {
  return nameLength(index) >= prefix.length && isNamed(text, lineStart(index), prefix);
}

/** Whether an underscore stands in the name of the field at `index`. */
export function hasUnderscore(text: string, index: number): boolean {
  const end = nameEnd(index);
  for (let at = lineStart(index); at < end; at += 1) if (text.charCodeAt(at) === 0x5f) return true;
  return false;
}
