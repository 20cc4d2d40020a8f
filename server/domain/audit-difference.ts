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

function flatten(value: unknown, path = '', lines = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return lines;
  if (Array.isArray(value) && value.some((item) => item instanceof Object)) {
    value.forEach((item, index) => {
      flatten(withoutName(item), `${path}[${nameOf(item) ?? index}]`, lines);
    });
  } else if (Array.isArray(value)) lines.set(path, value.map(textOf).join(', '));
  else if (value instanceof Object) {
    for (const [name, inner] of Object.entries(value)) {
      flatten(inner, path === '' ? name : `${path}.${name}`, lines);
    }
  } else lines.set(path, textOf(value));
  return lines;
}

/** By which items of a list are told apart, so that an order that changed is no difference. */
const NAMES = ['versionId', 'environmentId', 'id', 'name'] as const;

function nameOf(item: unknown): string | undefined {
  if (!(item instanceof Object)) return undefined;
  const name = NAMES.map((field) => Reflect.get(item, field)).find((found) => typeof found === 'string');
  return name as string | undefined;
}

function withoutName(item: unknown): unknown {
  const name = nameOf(item);
  if (name === undefined || !(item instanceof Object)) return item;
  const rest = Object.entries(item).filter(([, value]) => value !== name);
  return rest.length > 0 ? Object.fromEntries(rest) : { '': name };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
