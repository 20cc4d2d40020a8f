import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { TokensPage } from '#components/settings/tokens/tokens-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('tokens.title') };
}

export default async function Page() {
  const { trpc, queryClient } = await readServerApi();
  await queryClient.prefetchQuery(trpc.tokens.list.queryOptions());
  return (
    <Hydrated>
      <TokensPage />
    </Hydrated>
  );
}
