import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache, type ReactNode } from 'react';
import { createContext } from '#server/api/context.ts';
import { appRouter } from '#server/api/router.ts';

/**
 * The API for pages, without HTTP: `await queryClient.fetchQuery(trpc.services.get.queryOptions({ serviceId }))`
 * reads with the caller's rights, and {@link Hydrated} hands on what was read, so that the browser does not ask
 * again. One cache for layout and page of a request.
 */
export const readServerApi = cache(async () => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  const context = createContext(new Headers(await headers()), new Headers());
  const trpc = createTRPCOptionsProxy({ router: appRouter, ctx: () => context, queryClient });
  return { trpc, queryClient };
});

/** Around a page's components: they find in their queries what the page has read. */
export async function Hydrated({ children }: { children: ReactNode }) {
  const { queryClient } = await readServerApi();
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
