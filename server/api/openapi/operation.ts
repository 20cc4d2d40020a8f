import { z } from 'zod';
import { errorsOf } from '#server/api/openapi/errors.ts';
import { outputSchemaOf } from '#server/api/openapi/outputs.ts';
import type { JsonSchema, Procedure } from '#server/api/openapi/procedures.ts';
import { SUMMARIES } from '#server/api/openapi/summaries.ts';

/** GET changes nothing; a query's input is one parameter of JSON. */
export function methodOf({ kind }: Pick<Procedure, 'kind'>): 'get' | 'post' {
  return kind === 'mutation' ? 'post' : 'get';
}

/** An OpenAPI operation; `x-` fields say which right it needs, on which object. */
export function operationOf(procedure: Procedure) {
  const { path, access, input } = procedure;
  return {
    operationId: path,
    tags: [tagOf(path)],
    summary: SUMMARIES[path].en,
    description: descriptionOf(procedure),
    security: securityOf(procedure),
    ...(input && (methodOf(procedure) === 'get' ? inQuery(input) : inBody(input))),
    responses: { 200: successOf(procedure), ...errorsOf(procedure) },
    'x-berth-right': access.right,
    'x-berth-object': access.object,
  };
}

export function tagOf(path: string): string {
  return path.split('.')[0] ?? path;
}

type SecurityRequirement = { token?: []; session?: [] };

const EITHER: SecurityRequirement[] = [{ token: [] }, { session: [] }];

const OBJECTS = {
  none: '',
  installation: ' over the whole installation',
  'any-environment': ' in one environment at least',
  environment: ' in the environment',
  service: ' to the service',
  version: ' to the version',
  deployment: ' to the deployment',
} as const;

function descriptionOf({ path, kind, access }: Procedure): string {
  const { right, object } = access;
  const says = `${SUMMARIES[path].en}.`;
  const stream = kind === 'subscription' ? ' Answers a stream of server-sent events.' : '';
  if (right === 'anyone') return `${says}${stream} Open to anyone.`;
  if (right === 'signed-in') return `${says}${stream} Answers with what the caller may see.`;
  if (right === 'in-person') return `${says}${stream} For people in a browser: no token will do.`;
  return `${says}${stream} Needs the right \`${right}\`${OBJECTS[object]}.`;
}

/** The empty one of several means: none is needed. */
function securityOf({ access }: Procedure): SecurityRequirement[] {
  if (access.right === 'in-person') return [{ session: [] }];
  return access.right === 'anyone' ? [{}, ...EITHER] : EITHER;
}

function inQuery(schema: JsonSchema) {
  const content = { 'application/json': { schema } };
  const description = 'The input as one text of JSON, encoded for a URL';
  return { parameters: [{ name: 'input', in: 'query', required: true, description, content }] };
}

function inBody(schema: JsonSchema) {
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function successOf(procedure: Procedure) {
  if (procedure.kind === 'subscription') {
    const schema = { type: 'string' };
    return { description: 'Events, each with its JSON', content: { 'text/event-stream': { schema } } };
  }
  const result = { type: 'object', properties: { data: outputOf(procedure) } };
  const schema = { type: 'object', properties: { result }, required: ['result'] };
  return { description: 'Done', content: { 'application/json': { schema } } };
}

function outputOf({ path }: Procedure): JsonSchema {
  const known = outputSchemaOf(path);
  if (!known) return { description: 'JSON; absent where there is nothing to say' };
  const { $schema, ...schema } = z.toJSONSchema(known, { io: 'input' });
  return schema;
}
