import type { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { challengeTo } from '#server/api/challenge.ts';
import { isFetchFromElsewhere } from '#server/api/origin.ts';
import { asTransportError, problemOf, transportError } from '#server/api/transport-error.ts';
import { Problem } from '#server/domain/problem.ts';

/** For route handlers: the result, as JSON where it is no response, or `{ problem }` as procedures tell it. */
export async function answerOf(request: Request, work: () => Promise<unknown>): Promise<Response> {
  const { url, signal } = request;
  try {
    if (isFetchFromElsewhere(request)) throw new Problem('foreign_origin');
    const answer = await work();
    return answer instanceof Response ? answer : Response.json(answer);
  } catch (thrown) {
    const error = asTransportError(thrown);
    const isOurs = error.code === 'INTERNAL_SERVER_ERROR' && !signal.aborted;
    if (isOurs) console.error(`api ${new URL(url).pathname}:`, thrown);
    return answerTo(request, error);
  }
}

/** What {@link answerOf} answers where this was thrown. */
export function refusalOf(request: Request, problem: Problem): Response {
  return answerTo(request, transportError(problem));
}

function answerTo(request: Request, error: TRPCError): Response {
  const problem = problemOf(error);
  const status = getHTTPStatusCodeFromError(error);
  const headers = new Headers();
  if (status === 401) headers.set('www-authenticate', challengeTo(request.headers));
  if (error.cause instanceof Problem && error.cause.code === 'too_many_requests') {
    headers.set('retry-after', String(error.cause.params.seconds));
  }
  return Response.json({ problem, message: problem?.code ?? 'internal' }, { status, headers });
}
