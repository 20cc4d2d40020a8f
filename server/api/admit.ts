import type { ApiContext } from '#server/api/context.ts';
import { rateLimits } from '#server/api/rate-limits.ts';
import { transportError } from '#server/api/transport-error.ts';
import { Problem } from '#server/domain/problem.ts';

export type Asked = { kind: 'read' | 'write'; calls: number };

type Asker = Pick<ApiContext, 'caller' | 'origin' | 'responseHeaders'>;

/**
 * Lets so many calls in, or throws too_many_requests as a transport error, with Retry-After. Who has no address did
 * not come through the door of a server (door.ts), but from code of this process.
 */
export function admit(asker: Asker, { kind, calls }: Asked): void {
  const { caller, origin, responseHeaders } = asker;
  if (origin.address === null) return;
  refusedAt(responseHeaders, () => {
    if (caller) rateLimits().take(`person-${kind}`, caller.id, calls);
    else rateLimits().take(`stranger-${kind}`, origin.address ?? '', calls);
  });
}

/** Counts an open stream until the request is given up or its answer ends; gives what to call at the end. */
export function admitStream(asker: Asker, signal: AbortSignal): () => void {
  const { caller, origin, responseHeaders } = asker;
  if (origin.address === null) return () => {};
  const who = caller?.id ?? origin.address;
  const end = refusedAt(responseHeaders, () => rateLimits().openStream(who));
  signal.addEventListener('abort', end, { once: true });
  return end;
}

const STREAM_RETRY_SECONDS = 30;

function refusedAt<Result>(headers: Headers, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    headers.set('retry-after', String(error.params.seconds ?? STREAM_RETRY_SECONDS));
    throw transportError(error);
  }
}

/** The same answer; `end` is called when its body has ended, or nobody reads it any more. */
export function untilEnd(response: Response, end: () => void): Response {
  if (!response.body) {
    end();
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error) => {
        end();
        throw error;
      });
      if (!done) return controller.enqueue(value);
      end();
      controller.close();
    },
    async cancel(reason) {
      end();
      await reader.cancel(reason);
    },
  });
  return new Response(body, response);
}
