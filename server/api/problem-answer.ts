import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { challengeTo } from '#server/api/challenge.ts';
import { asTransportError, problemOf } from '#server/api/transport-error.ts';

/** For route handlers: the result as JSON, or `{ problem }` as the API's procedures tell it, with the same status. */
export async function answerOf(request: Request, work: () => Promise<unknown>): Promise<Response> {
  const { url, signal } = request;
  try {
    return Response.json(await work());
  } catch (thrown) {
    const error = asTransportError(thrown);
    const isOurs = error.code === 'INTERNAL_SERVER_ERROR' && !signal.aborted;
    if (isOurs) console.error(`api ${new URL(url).pathname}:`, thrown);
    const status = getHTTPStatusCodeFromError(error);
    const headers = new Headers();
    if (status === 401) headers.set('www-authenticate', challengeTo(request.headers));
    return Response.json({ problem: problemOf(error) }, { status, headers });
  }
}
