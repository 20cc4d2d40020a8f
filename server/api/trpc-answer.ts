import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { TOKEN_CHALLENGE } from '#server/api/challenge.ts';
import { problemOf, transportError } from '#server/api/transport-error.ts';
import type { Problem } from '#server/domain/problem.ts';

/** A problem before any procedure, told as procedures tell theirs: clients read it for each call of a batch. */
export function refuseTrpc(problem: Problem): Response {
  const error = transportError(problem);
  const httpStatus = getHTTPStatusCodeFromError(error);
  const data = { code: error.code, httpStatus, problem: problemOf(error) };
  const shape = { message: problem.code, code: TRPC_ERROR_CODES_BY_KEY[error.code], data };
  const headers = new Headers();
  if (problem.code === 'token_invalid') headers.set('www-authenticate', TOKEN_CHALLENGE);
  return Response.json({ error: shape }, { status: httpStatus, headers });
}
