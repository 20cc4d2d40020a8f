import type { Metadata } from 'next';
import { readOwnerApi } from '#app/(console)/settings/owner-page.ts';
import { readTranslator } from '#app/request.ts';
import { Hydrated } from '#app/server-api.tsx';
import { AccessPage } from '#components/settings/access/access-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('access.title') };
}

export default async function Page() {
  const { trpc, queryClient } = await readOwnerApi();
  await queryClient.prefetchQuery(trpc.access.get.queryOptions());
  return (
    <Hydrated>
      <AccessPage />
    </Hydrated>
  );
}
