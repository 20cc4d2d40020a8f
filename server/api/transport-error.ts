// How what went wrong leaves the API: the only place that knows transport errors.
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { PROBLEMS, Problem } from '#server/domain/problem.ts';

const STATUS = {
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
  'too-many': 'TOO_MANY_REQUESTS',
  unsupported: 'UNSUPPORTED_MEDIA_TYPE',
} as const;

/** An answer about a list of many wrong things would be larger than the list. */
const MOST_ISSUES = 200;

/** What a person can mend, as the browser is told it; null where it is ours to mend. */
export function problemOf(error: TRPCError) {
  if (error.cause instanceof Problem) {
    const { code, params, issues } = error.cause;
    return { code, params, issues };
  }
  if (error.cause instanceof z.ZodError) {
    const issues = error.cause.issues.slice(0, MOST_ISSUES).map((issue) => ({
      path: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
      code: issue.message,
      params: {},
    }));
    return { code: 'input_invalid' as const, params: {}, issues };
  }
  return null;
}

export function transportError(problem: Problem): TRPCError {
  return new TRPCError({ code: STATUS[PROBLEMS[problem.code]], message: problem.code, cause: problem });
}

/** For route handlers, whose errors pass through no procedure. */
export function asTransportError(error: unknown): TRPCError {
  if (error instanceof TRPCError) return error;
  if (error instanceof Problem) return transportError(error);
  const code = error instanceof z.ZodError ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return new TRPCError({ code, cause: error });
}
