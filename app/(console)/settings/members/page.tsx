import type { Metadata } from 'next';
import { readOwnerApi } from '#app/(console)/settings/owner-page.ts';
import { readTranslator } from '#app/request.ts';
import { Hydrated } from '#app/server-api.tsx';
import { MembersPage } from '#components/settings/members/members-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('members.title') };
}

export default async function Page() {
  const { trpc, queryClient } = await readOwnerApi();
  await Promise.all([
    queryClient.prefetchQuery(trpc.members.list.queryOptions()),
    queryClient.prefetchQuery(trpc.invitations.list.queryOptions()),
    queryClient.prefetchQuery(trpc.applications.list.queryOptions()),
  ]);
  return (
    <Hydrated>
      <MembersPage />
    </Hydrated>
  );
}
