import { z } from 'zod';
import type { ProcedurePath } from '#server/api/rights-table.ts';
import { appRouter } from '#server/api/router.ts';
import type { ProcedureMeta } from '#server/api/trpc.ts';

/** JSON Schema of the dialect that OpenAPI 3.1 takes (2020-12). */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

export type Procedure = {
  path: ProcedurePath;
  kind: 'query' | 'mutation' | 'subscription';
  access: ProcedureMeta;
  /** Null where it takes nothing. */
  input: JsonSchema | null;
};

/** What tRPC keeps of a procedure; `inputs` is of no documented type. */
const definitionSchema = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  meta: z.custom<ProcedureMeta>((value) => typeof value === 'object' && value !== null),
  inputs: z.array(z.custom<z.ZodType>((value) => value instanceof z.ZodType)),
});

let known: readonly Procedure[] | undefined;

/** Every procedure of the API, in the router's order. Read once: the router never changes. */
export function listProcedures(): readonly Procedure[] {
  known ??= readProcedures();
  return known;
}

function readProcedures(): Procedure[] {
  return Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
    const { type: kind, meta: access, inputs } = definitionSchema.parse(definitionOf(procedure));
    return { path: path as ProcedurePath, kind, access, input: inputSchema(inputs) };
  });
}

/** The type of a flat router's procedures is as long as the router; what stands in them is a function with `_def`. */
function definitionOf(procedure: unknown): unknown {
  return typeof procedure === 'function' && '_def' in procedure ? procedure._def : undefined;
}

/**
 * tRPC reads every schema of a chain from the same value: objects become one with the fields of all, so that a reader
 * sees one list; with a union among them it is `allOf`.
 */
function inputSchema(inputs: readonly z.ZodType[]): JsonSchema | null {
  const parts = inputs.map(toJsonSchema);
  const [only] = parts;
  if (only === undefined || parts.length === 1) return only ?? null;
  if (!parts.every(isPlainObject)) return { allOf: parts };
  const required = parts.flatMap((part) => part.required ?? []);
  const properties = Object.assign({}, ...parts.map((part) => part.properties));
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** What may be sent, which is less than what the schema gives: it also fills in defaults. */
function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function isPlainObject(schema: JsonSchema): boolean {
  return schema.type === 'object' && schema.properties !== undefined;
}
