import type { JsonSchema } from '#server/api/openapi/procedures.ts';

/** One line of a table that explains an input. */
export type InputField = {
  /** `spec.env[].name`: where it stands. */
  name: string;
  /** `integer`, `"tcp" | "http"`, `string[]`. */
  type: string;
  isRequired: boolean;
  /** `≤ 200`, `1 … 61000`; empty where there are none. */
  limits: string;
  /** As JSON; undefined where there is no default. */
  byDefault?: string;
  /** Only where the object around it is of this kind. */
  ofKind?: string;
};

type Schema = JsonSchema;

/** The fields of an object and of what is in it, in their order, from the outside in. */
export function inputFields(schema: Schema, prefix = '', ofKind?: string): InputField[] {
  const required = new Set(schema.required ?? []);
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, value]) =>
      fieldWithParts(asSchema(value), { name: prefix + name, isRequired: required.has(name), ofKind }),
    ),
    ...[...variantsOf(schema), ...partsOf(schema.allOf)].flatMap((variant) =>
      inputFields(variant, prefix, kindOf(variant) ?? ofKind),
    ),
  ];
}

type Place = Pick<InputField, 'name' | 'isRequired' | 'ofKind'>;

function fieldWithParts(schema: Schema, { name, isRequired, ofKind }: Place): InputField[] {
  const field: InputField = { name, type: typeOf(schema), isRequired, limits: limitsOf(schema) };
  if (schema.default !== undefined) field.byDefault = JSON.stringify(schema.default);
  if (ofKind !== undefined) field.ofKind = ofKind;
  if (schema.type === 'array') return [field, ...inputFields(asSchema(schema.items), `${name}[].`)];
  return [field, ...inputFields(schema, `${name}.`)];
}

/** The choices of a union that are objects; unions lie in each other where null is one of the choices. */
function variantsOf(schema: Schema): Schema[] {
  return [...partsOf(schema.oneOf), ...partsOf(schema.anyOf)].flatMap((choice) =>
    choice.type === 'object' ? [choice] : variantsOf(choice),
  );
}

/** What tells the choices of a union apart: the constant that each has. */
function kindOf({ properties }: Schema): string | undefined {
  const constant = Object.values(properties ?? {}).find((value) => asSchema(value).const !== undefined);
  return constant === undefined ? undefined : String(asSchema(constant).const);
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = [...partsOf(schema.oneOf), ...partsOf(schema.anyOf)];
  if (choices.length > 0) return [...new Set(choices.map(choiceType))].join(' | ');
  if (schema.type === 'array') return arrayType(asSchema(schema.items));
  return schema.type === undefined ? 'JSON' : [schema.type].flat().join(' | ');
}

/** An object among several is called by what tells it apart. */
function choiceType(schema: Schema): string {
  return kindOf(schema) ?? typeOf(schema);
}

function arrayType(items: Schema): string {
  const type = typeOf(items);
  return type.includes(' | ') ? `(${type})[]` : `${type}[]`;
}

function limitsOf(schema: Schema): string {
  const low = schema.minimum ?? schema.minLength ?? schema.minItems;
  const high = schema.maximum ?? schema.maxLength ?? schema.maxItems;
  const lowest = low === Number.MIN_SAFE_INTEGER ? undefined : low;
  const highest = high === Number.MAX_SAFE_INTEGER ? undefined : high;
  if (lowest !== undefined && highest !== undefined) return `${lowest} … ${highest}`;
  if (highest !== undefined) return `≤ ${highest}`;
  return lowest === undefined ? '' : `≥ ${lowest}`;
}

function partsOf(schemas: readonly unknown[] | undefined): Schema[] {
  return (schemas ?? []).map(asSchema);
}

/** JSON Schema also has `true` and `false`, which say nothing about fields. */
function asSchema(value: unknown): Schema {
  return isSchema(value) ? value : {};
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
