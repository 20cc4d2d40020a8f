import { notFound } from 'next/navigation';
import { readServerApi } from '#app/server-api.tsx';
import { isAllowed } from '#server/domain/rights.ts';

/** The API for a page of owners; for everybody else there is no such page. */
export async function readOwnerApi() {
  const api = await readServerApi();
  const session = await api.queryClient.fetchQuery(api.trpc.session.me.queryOptions());
  if (!isAllowed(session?.grants ?? [], 'administer', null)) notFound();
  return api;
}
