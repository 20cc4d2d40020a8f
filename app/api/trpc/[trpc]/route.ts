import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { challengeTo } from '#server/api/challenge.ts';
import { createContext } from '#server/api/context.ts';
import { isForeignWrite } from '#server/api/origin.ts';
import { appRouter } from '#server/api/router.ts';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  if (isForeignWrite(request))
    return Response.json({ error: { message: 'foreign_origin' } }, { status: 403 });
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: ({ req, resHeaders }) => createContext(req.headers, resHeaders),
    responseMeta: ({ errors }) =>
      errors.some(({ code }) => code === 'UNAUTHORIZED')
        ? { headers: new Headers({ 'www-authenticate': challengeTo(request.headers) }) }
        : {},
    onError({ error, path }) {
      if (error.code === 'INTERNAL_SERVER_ERROR') console.error(`api ${path}:`, error.cause ?? error);
    },
  });
}

export { handle as GET, handle as POST };
