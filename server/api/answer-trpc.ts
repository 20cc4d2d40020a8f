import { type FetchCreateContextFnOptions, fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { admit, admitStream, untilEnd } from '#server/api/admit.ts';
import { requireGoodBearer } from '#server/api/caller.ts';
import { challengeTo } from '#server/api/challenge.ts';
import { consoleState } from '#server/api/console-state.ts';
import { createContext } from '#server/api/context.ts';
import { guarded } from '#server/api/guard.ts';
import { appRouter } from '#server/api/router.ts';
import { refuseTrpc } from '#server/api/trpc-answer.ts';

const GUARD = { proof: 'cookies-or-token', refuse: refuseTrpc } as const;

/** The API over HTTP, one request with one call or a batch of them. */
export function answerTrpc(request: Request): Promise<Response> {
  return guarded(request, GUARD, answer);
}

async function answer(request: Request): Promise<Response> {
  requireGoodBearer(consoleState(), request.headers); // Here already: a stream begins with status 200, whatever it says then.
  let end = () => {};
  async function contextOf({ req, resHeaders, info }: FetchCreateContextFnOptions) {
    const ctx = await createContext(req.headers, resHeaders);
    admit(ctx, { kind: req.method === 'POST' ? 'write' : 'read', calls: Math.max(1, info.calls.length) });
    if (info.type === 'subscription') end = admitStream(ctx, req.signal);
    return ctx;
  }
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: contextOf,
    responseMeta: ({ errors }) =>
      errors.some(({ code }) => code === 'UNAUTHORIZED')
        ? { headers: new Headers({ 'www-authenticate': challengeTo(request.headers) }) }
        : {},
    onError({ error, path }) {
      if (error.code === 'INTERNAL_SERVER_ERROR') console.error(`api ${path}:`, error.cause ?? error);
    },
  });
  return untilEnd(response, end);
}
