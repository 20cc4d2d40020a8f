// For tests only: what `assert.rejects` is to see of a call that was refused.
import { TRPCError } from '@trpc/server';
import { Problem, type ProblemCode } from '#server/domain/problem.ts';

/** True for a refusal with this code. */
export function refusedWith(code: ProblemCode): (error: unknown) => boolean {
  return (error) => error instanceof TRPCError && error.cause instanceof Problem && error.cause.code === code;
}
