import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { asTransportError, problemOf } from '#server/api/transport-error.ts';

/** For route handlers: the result as JSON, or `{ problem }` as the API's procedures tell it, with the same status. */
export async function answerOf({ url, signal }: Request, work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work());
  } catch (thrown) {
    const error = asTransportError(thrown);
    const isOurs = error.code === 'INTERNAL_SERVER_ERROR' && !signal.aborted;
    if (isOurs) console.error(`api ${new URL(url).pathname}:`, thrown);
    return Response.json({ problem: problemOf(error) }, { status: getHTTPStatusCodeFromError(error) });
  }
}
