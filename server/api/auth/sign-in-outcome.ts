// What is the same for both steps of signing in: what better-auth answered goes on, and it is written down.
import { isAPIError } from 'better-auth/api';
import { findSessionId } from '#db/stores/sessions.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import { record } from '#server/commands/run-command.ts';
import { STRANGER } from '#server/domain/audit.ts';
import { Problem, type ProblemCode } from '#server/domain/problem.ts';

/** By what somebody got in. */
export type SignInMethod = 'password' | 'authenticator' | 'recovery-code' | 'provider';

/** What better-auth answers sets and clears cookies; our answer takes them along. */
export function passCookies({ responseHeaders }: ApiContext, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) responseHeaders.append('set-cookie', cookie);
}

/** False where better-auth itself failed. */
export function isRefusal(error: unknown): boolean {
  return isAPIError(error) && error.statusCode < 500;
}

/** The problem to throw; `target` is the account that was tried. Nobody has shown yet to be anybody. */
export function refused(ctx: ApiContext, problem: ProblemCode, target: string): Problem {
  const command = commandContext(ctx, { ...STRANGER, origin: ctx.origin });
  record(command, { kind: 'session.sign-in-refused', target, outcome: 'refused', problem });
  return new Problem(problem);
}

/** `token` is the new session's. */
export function recordSignIn(
  ctx: ApiContext,
  { id, name }: { id: string; name: string },
  { token, method }: { token: string | undefined; method: SignInMethod },
): void {
  const command = commandContext(ctx, { id, name, origin: ctx.origin });
  const target = `session:${findSessionId(ctx.db, token ?? '') ?? ''}`;
  record(command, { kind: 'session.signed-in', target, after: { method } });
}
