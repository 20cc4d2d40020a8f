import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { JsonSchema, Procedure } from '#server/api/openapi/procedures.ts';
import { transportError } from '#server/api/transport-error.ts';
import { PROBLEMS, Problem, type ProblemCode } from '#server/domain/problem.ts';

const MEANINGS: Record<number, string> = {
  400: 'The input, or something in it, is wrong: `issues` says which field and why.',
  401: 'Nobody is known by this request, or its token is no good. `WWW-Authenticate` says which of both.',
  403: 'Not in this way: with a token where a person is wanted, or from a page of another origin.',
  404: 'There is no such object, or the right to it is missing: both look the same.',
  409: 'Not now: what it needs has changed, or is busy. Read again, then decide.',
  413: 'More than there is room for.',
  415: 'The body is something else than JSON.',
  429: 'Too many of these: wait, then try again.',
  500: 'Ours to mend: nothing was done, or it is not known. The answer says no more.',
};

/** Read for each procedure of the document, and costs an error with its stack for each code. */
const CODES_BY_STATUS = groupCodes();

/** Status → every stable code that comes with it. */
export function codesByStatus(): ReadonlyMap<number, ProblemCode[]> {
  return CODES_BY_STATUS;
}

function groupCodes(): Map<number, ProblemCode[]> {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const byStatus = Map.groupBy(codes, (code) =>
    getHTTPStatusCodeFromError(transportError(new Problem(code))),
  );
  return new Map([...byStatus].toSorted(([a], [b]) => a - b));
}

/** Components: `Problem` of a refusal, and the answers of each status that hold one. */
export function errorComponents() {
  const byStatus = codesByStatus();
  const responses = [...byStatus].map(([status, codes]) => [`E${status}`, refusal(status, codes)]);
  return {
    schemas: { Issue: ISSUE },
    responses: { ...Object.fromEntries(responses), E500: refusal(500, null) },
  };
}

/** Which of them a procedure may give. */
export function errorsOf({ kind, access, input }: Procedure): Record<string, { $ref: string }> {
  const isWrite = kind === 'mutation';
  const possible: Record<number, boolean> = {
    400: input !== null || isWrite,
    401: true,
    403: isWrite || access.right === 'in-person',
    404: access.object !== 'none' || isWrite,
    409: isWrite,
    413: isWrite,
    415: isWrite,
    429: true,
  };
  const known = [...codesByStatus().keys()].filter((status) => possible[status] ?? true);
  return Object.fromEntries(
    [...known, 500].map((status) => [status, { $ref: `#/components/responses/E${status}` }]),
  );
}

const ISSUE: JsonSchema = {
  type: 'object',
  description: 'One thing that is wrong with one field.',
  properties: {
    path: { type: 'array', items: { type: ['string', 'integer'] }, description: 'As in the input' },
    code: { type: 'string', description: 'Stable' },
    params: { type: 'object', description: 'Values that the sentence of the code takes' },
  },
  required: ['path', 'code'],
};

/** `codes` null: an error of ours, which tells nothing. */
function refusal(status: number, codes: readonly ProblemCode[] | null) {
  const problem = codes ? problemSchema(codes) : { type: 'null' };
  const data = { type: 'object', properties: { httpStatus: { const: status, type: 'integer' }, problem } };
  const error = { type: 'object', properties: { message: { type: 'string' }, data } };
  const schema = { type: 'object', properties: { error }, required: ['error'] };
  return {
    description: MEANINGS[status] ?? `Status ${status}.`,
    content: { 'application/json': { schema } },
  };
}

export function problemSchema(codes: readonly ProblemCode[]) {
  return {
    type: ['object', 'null'],
    description: 'What was refused and why; null where the request itself could not be read.',
    properties: {
      code: { type: 'string', enum: codes, description: 'Stable; docs/failure-modes.md explains each' },
      params: { type: 'object' },
      issues: { type: 'array', items: { $ref: '#/components/schemas/Issue' } },
    },
    required: ['code', 'params', 'issues'],
  };
}
