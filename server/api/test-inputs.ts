// For tests only: inputs of a procedure made from what it says that it takes, so that no field is forgotten.
import type { z } from 'zod';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A value for a text or a number, by the field's name. */
export type Hints = Readonly<Record<string, string | number>>;

/**
 * Inputs that are likely to be taken in: of several forms of a value there is one input each. `inputs` are those of a
 * procedure, which are merged.
 */
export function sampleInputs(inputs: readonly unknown[], hints: Hints): Json[] {
  const all = inputs.map((schema) => samplesOf((schema as z.ZodType)._zod.def as Definition, '', hints));
  if (all.length === 0) return [];
  const merge = (left: Json[], right: Json[]) =>
    left.flatMap((one) =>
      right.map((other) => (isObject(one) && isObject(other) ? { ...one, ...other } : other)),
    );
  return all.reduce(merge);
}

/** Every place in a value: itself first, then what is in it. */
export function placesIn(value: Json, place: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return [place, ...value.flatMap((item, at) => placesIn(item, [...place, at]))];
  if (!isObject(value)) return [place];
  return [place, ...Object.entries(value).flatMap(([name, item]) => placesIn(item, [...place, name]))];
}

/** What is in this place. */
export function valueAt(value: Json, [first, ...rest]: (string | number)[]): Json {
  if (first === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(first)] ?? null, rest);
  return isObject(value) ? valueAt(value[first] ?? null, rest) : null;
}

/** The value with `put` in this place. */
export function withAt(value: Json, [first, ...rest]: (string | number)[], put: Json): Json {
  if (first === undefined) return put;
  if (Array.isArray(value)) return value.map((item, at) => (at === first ? withAt(item, rest, put) : item));
  if (!isObject(value)) return value;
  return { ...value, [first]: withAt(value[first] ?? null, rest, put) };
}

export function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Definition = {
  type: string;
  shape?: Record<string, z.ZodType>;
  options?: z.ZodType[];
  element?: z.ZodType;
  innerType?: z.ZodType;
  in?: z.ZodType;
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  values?: Json[];
  entries?: Record<string, Json>;
  getter?: () => z.ZodType;
  items?: z.ZodType[];
};

function samplesOf(definition: Definition, name: string, hints: Hints): Json[] {
  const of = (schema: z.ZodType | undefined, field = name) =>
    schema ? samplesOf(schema._zod.def as Definition, field, hints) : [null];
  switch (definition.type) {
    case 'object':
      return objects(
        Object.entries(definition.shape ?? {}).map(([field, schema]) => [field, of(schema, field)]),
      );
    case 'union':
      return (definition.options ?? []).flatMap((option) => of(option));
    case 'array':
      return of(definition.element).map((item) => [item]);
    case 'tuple':
      return [(definition.items ?? []).map((item) => of(item)[0] ?? null)];
    case 'record':
      return [Object.fromEntries([[String(of(definition.keyType)[0]), of(definition.valueType)[0] ?? null]])];
    case 'literal':
      return definition.values ?? [null];
    case 'enum':
      return Object.values(definition.entries ?? {}).slice(0, 1);
    case 'string':
      return [hints[name] ?? 'text'];
    case 'number':
      return [hints[name] ?? 1];
    case 'boolean':
      return [true];
    case 'null':
      return [null];
    case 'pipe':
      return of(definition.in);
    case 'nullable':
      return [null, ...of(definition.innerType)];
    case 'lazy':
      return [null];
    default:
      return definition.innerType ? of(definition.innerType) : [hints[name] ?? 'text'];
  }
}

/** The first form of each field, then every other form of one field at a time. */
function objects(fields: [string, Json[]][]): Json[] {
  const first = Object.fromEntries(fields.map(([field, [value = null]]) => [field, value]));
  const others = fields.flatMap(([field, [, ...more]]) =>
    more.map((value) => ({ ...first, [field]: value })),
  );
  return [first, ...others];
}
