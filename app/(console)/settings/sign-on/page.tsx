import type { Metadata } from 'next';
import { readOwnerApi } from '#app/(console)/settings/owner-page.ts';
import { readTranslator } from '#app/request.ts';
import { Hydrated } from '#app/server-api.tsx';
import { SignOnPage } from '#components/settings/sign-on/sign-on-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('signOn.title') };
}

export default async function Page() {
  const { trpc, queryClient } = await readOwnerApi();
  await queryClient.prefetchQuery(trpc.singleSignOn.get.queryOptions());
  return (
    <Hydrated>
      <SignOnPage />
    </Hydrated>
  );
}
