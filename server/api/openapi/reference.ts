import { curlExample } from '#server/api/openapi/example.ts';
import { type InputField, inputFields } from '#server/api/openapi/input-fields.ts';
import { methodOf, tagOf } from '#server/api/openapi/operation.ts';
import { listProcedures, type Procedure } from '#server/api/openapi/procedures.ts';
import { SUMMARIES, type Summary } from '#server/api/openapi/summaries.ts';
import type { ProcedureMeta } from '#server/api/trpc.ts';

export type ReferenceEntry = {
  /** `services.get` */
  path: string;
  method: 'get' | 'post';
  isStream: boolean;
  access: ProcedureMeta;
  summary: string;
  fields: InputField[];
  example: string;
};

export type ReferenceGroup = { name: string; entries: ReferenceEntry[] };

/** What the page API 文档 shows: the procedures by router, in the order of their names. */
export function apiReference(locale: keyof Summary): ReferenceGroup[] {
  const groups = Map.groupBy(listProcedures(), ({ path }) => tagOf(path));
  return [...groups]
    .map(([name, procedures]) => ({ name, entries: procedures.map((one) => entryOf(one, locale)) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function entryOf(procedure: Procedure, locale: keyof Summary): ReferenceEntry {
  const { path, kind, access, input } = procedure;
  return {
    path,
    method: methodOf(procedure),
    isStream: kind === 'subscription',
    access,
    summary: SUMMARIES[path][locale],
    fields: input ? inputFields(input) : [],
    example: curlExample(procedure),
  };
}
