// The way back from the identity provider. Whatever it said, the address of the page that follows holds only codes of
// ours: no text of others, which a page might show as the console's own.
import { admit } from '#server/api/admit.ts';
import { isToBeNoted } from '#server/api/audit/bounded-refusals.ts';
import { type ApiContext, commandContext, createContext } from '#server/api/context.ts';
import { answerOf } from '#server/api/problem-answer.ts';
import { signingOnBy } from '#server/api/single-sign-on/signing-on.ts';
import { record } from '#server/commands/run-command.ts';
import { STRANGER } from '#server/domain/audit.ts';
import { Problem } from '#server/domain/problem.ts';
import { type SignOnProblem, signOnProblem } from '#server/domain/single-sign-on.ts';

export function answerSignOn(request: Request): Promise<Response> {
  return answerOf(request, async () => {
    const headers = new Headers();
    const ctx = await createContext(request.headers, headers);
    admit(ctx, { kind: 'write', calls: 1 });
    const answer = await comeBack(ctx, request);
    const goal = answer?.headers.get('location') ?? null;
    const location = goal === null ? null : URL.parse(goal, ctx.settings.consoleUrl);
    for (const cookie of answer?.headers.getSetCookie() ?? []) headers.append('set-cookie', cookie);
    headers.set('location', pageAfter(ctx, location));
    return new Response(null, { status: 302, headers });
  });
}

/** Null where it could not be tried. */
async function comeBack(ctx: ApiContext, request: Request): Promise<Response | null> {
  try {
    const auth = await ctx.signOn.auth();
    return await ctx.signOn.within(signingOnBy(ctx), () => auth.handler(request));
  } catch (error) {
    if (!(error instanceof Problem)) console.error('single sign-on:', error);
    return null;
  }
}

/** The sign-in page: with the session it goes on to where `from` says, without it says why there is none. */
function pageAfter(ctx: ApiContext, location: URL | null): string {
  const from = location?.searchParams.get('from');
  const page = `/sign-in?from=${encodeURIComponent(from ?? '/')}`;
  const error = location ? location.searchParams.get('error') : 'none';
  if (error === null) return page;
  const problem = signOnProblem(error);
  noteRefusal(ctx, problem);
  return `${page}&reason=${problem}`;
}

function noteRefusal(ctx: ApiContext, problem: SignOnProblem): void {
  const { db, origin } = ctx;
  if (!isToBeNoted(db, null, origin.address)) return;
  const command = commandContext(ctx, { ...STRANGER, origin });
  record(command, { kind: 'session.sign-in-refused', outcome: 'refused', problem });
}
