// What an event says was before and after, as lines that can stand beside each other.

/** `path` as `spec.env.COLOUR`; null: that side has nothing there. */
export type DifferenceLine = {
  path: string;
  before: string | null;
  after: string | null;
  isDifferent: boolean;
};

/** Lines in the order in which they are first met, those of `before` first. Values that are equal are there, too. */
export function differenceOf(before: unknown, after: unknown): DifferenceLine[] {
  const [left, right] = [flatten(before), flatten(after)];
  return [...new Set([...left.keys(), ...right.keys()])].map((path) => {
    const line = { path, before: left.get(path) ?? null, after: right.get(path) ?? null };
    return { ...line, isDifferent: line.before !== line.after };
  });
}

type Lines = Map<string, string>;

function flatten(value: unknown, path = '', lines: Lines = new Map()): Lines {
  if (Array.isArray(value)) flattenList(value, path, lines);
  else if (value instanceof Object) {
    for (const [name, inner] of Object.entries(value)) {
      flatten(inner, path === '' ? name : `${path}.${name}`, lines);
    }
  } else if (value !== null && value !== undefined) lines.set(path, textOf(value));
  return lines;
}

/** An empty list is as none. */
function flattenList(list: readonly unknown[], path: string, lines: Lines): void {
  if (list.length === 0) return;
  if (!list.some((item) => item instanceof Object)) {
    lines.set(path, list.map(textOf).join(', '));
    return;
  }
  for (const [index, item] of list.entries()) {
    const field = nameFieldOf(item);
    if (field === undefined) flatten(item, `${path}[${index}]`, lines);
    else flattenNamed(item as Record<string, unknown>, field, path, lines);
  }
}

function flattenNamed(item: Record<string, unknown>, field: string, path: string, lines: Lines): void {
  const { [field]: name, ...rest } = item;
  flatten(Object.keys(rest).length > 0 ? rest : name, `${path}[${name}]`, lines);
}

/** By which items of a list are told apart, so that an order that changed is no difference. */
const NAMES = ['versionId', 'environmentId', 'id', 'name'] as const;

function nameFieldOf(item: unknown): (typeof NAMES)[number] | undefined {
  if (!(item instanceof Object)) return undefined;
  return NAMES.find((field) => typeof Reflect.get(item, field) === 'string');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
