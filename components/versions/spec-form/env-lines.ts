import type { SpecInput } from '#server/domain/spec.ts';

export type EnvEntry = SpecInput['env'][number];

type PlainEntry = Extract<EnvEntry, { kind: 'plain' }>;

const LINE = /^\s*(?:export\s+)?([^\s=#][^\s=]*)\s*=(.*)$/;

/**
 * The variables in pasted text, one `KEY=VALUE` a line as in `.env` files: `export` before and quotes around are
 * taken off, empty lines and comments left out. Undefined where any other line is among them: then it is a plain
 * paste.
 */
export function readEnvLines(text: string): PlainEntry[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const entries = lines.map(readLine);
  const found = entries.filter((entry) => entry !== undefined);
  return found.length > 0 && found.length === lines.length ? found : undefined;
}

function readLine(line: string): PlainEntry | undefined {
  const [, name, value] = LINE.exec(line) ?? [];
  return name === undefined || value === undefined
    ? undefined
    : { kind: 'plain', name, value: unquoted(value.trim()) };
}

function unquoted(value: string): string {
  const quote = value.at(0);
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.at(-1) === quote;
  return isQuoted ? value.slice(1, -1) : value;
}

/** The rows after a paste into row `index`: a name that is there already takes the new value, and stays secret. */
export function withPasted(
  rows: readonly EnvEntry[],
  index: number,
  pasted: readonly PlainEntry[],
): EnvEntry[] {
  const others = rows.filter((row, at) => at !== index || hasValue(row));
  const merged = new Map(others.map((row) => [row.name, row]));
  for (const entry of pasted) {
    const isSecret = (merged.get(entry.name)?.kind ?? 'plain') !== 'plain';
    merged.set(entry.name, isSecret ? { ...entry, kind: 'new-secret' } : entry);
  }
  return [...merged.values()].filter(isFilled);
}

export function isFilled(entry: EnvEntry): boolean {
  return entry.name.trim() !== '' || hasValue(entry);
}

function hasValue(entry: EnvEntry): boolean {
  return entry.kind === 'secret' || entry.value !== '';
}
