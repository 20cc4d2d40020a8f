/** Levels into which a field is flattened: `a.b.c`. */
const DEPTH = 3;
const MOST_FIELDS = 100;
const LONGEST_VALUE = 2_000;

/** The fields of a line that is a JSON object, flattened (`a.b`); null for every other line. */
export function logFields(text: string): Record<string, string> | null {
  if (!text.startsWith('{') || !text.endsWith('}')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null; // It only looks like JSON.
  }
  const fields: [string, string][] = [];
  flatten(parsed as object, '', DEPTH, fields);
  return Object.fromEntries(fields);
}

function flatten(object: object, prefix: string, depth: number, fields: [string, string][]): void {
  for (const [name, value] of Object.entries(object)) {
    if (fields.length >= MOST_FIELDS) return;
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isNested && depth > 1) flatten(value, `${prefix}${name}.`, depth - 1, fields);
    else fields.push([`${prefix}${name}`, textOf(value).slice(0, LONGEST_VALUE)]);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
