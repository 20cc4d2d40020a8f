import { isOpenPath } from '#server/api/auth/open-paths.ts';
import { guarded } from '#server/api/guard.ts';
import { refusalOf } from '#server/api/problem-answer.ts';
import { answerSignOn } from '#server/api/single-sign-on/answer-sign-on.ts';
import type { Problem } from '#server/domain/problem.ts';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  if (!isOpenPath(request.url)) return Response.json({ message: 'not_found' }, { status: 404 });
  const refuse = (problem: Problem) => refusalOf(request, problem);
  return guarded(request, { proof: 'cookies', refuse }, answerSignOn);
}

export { handle as GET, handle as POST };
