export type EnvEntry = { name: string; value: string };

const LINE = /^\s*(?:export\s+)?([^\s=#][^\s=]*)\s*=(.*)$/;

/**
 * The variables in pasted text, one `KEY=VALUE` a line as in `.env` files: `export` before and quotes around are
 * taken off, empty lines and comments left out. Undefined where any other line is among them: then it is a plain
 * paste.
 */
export function readEnvLines(text: string): EnvEntry[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const entries = lines.map(readLine);
  const found = entries.filter((entry) => entry !== undefined);
  return found.length > 0 && found.length === lines.length ? found : undefined;
}

function readLine(line: string): EnvEntry | undefined {
  const [, name, value] = LINE.exec(line) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value: unquoted(value.trim()) };
}

function unquoted(value: string): string {
  const quote = value.at(0);
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.at(-1) === quote;
  return isQuoted ? value.slice(1, -1) : value;
}

/** The rows after a paste into row `index`: a name that is there already takes the new value. */
export function withPasted(
  rows: readonly EnvEntry[],
  index: number,
  pasted: readonly EnvEntry[],
): EnvEntry[] {
  const others = rows.filter((row, at) => at !== index || row.value !== '');
  const merged = new Map(others.map((row) => [row.name, row.value]));
  for (const { name, value } of pasted) merged.set(name, value);
  return [...merged].map(([name, value]) => ({ name, value })).filter(isFilled);
}

export function isFilled({ name, value }: EnvEntry): boolean {
  return name.trim() !== '' || value !== '';
}
