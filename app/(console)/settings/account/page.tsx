import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { AccountPage } from '#components/settings/account/account-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('account.title') };
}

export default async function Page() {
  const { trpc, queryClient } = await readServerApi();
  await Promise.all([
    queryClient.prefetchQuery(trpc.account.get.queryOptions()),
    queryClient.prefetchQuery(trpc.account.sessions.queryOptions()),
  ]);
  return (
    <Hydrated>
      <AccountPage />
    </Hydrated>
  );
}
