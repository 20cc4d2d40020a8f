import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { ApplyPage } from '#components/access/apply-page.tsx';
import { signInPath } from '#components/shell/paths.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('apply.title') };
}

/** For who is signed in and has no role; all others have nothing to do here. */
export default async function Page() {
  const { trpc, queryClient } = await readServerApi();
  const session = await queryClient.fetchQuery(trpc.session.me.queryOptions());
  if (!session) redirect(signInPath('/apply'));
  if (session.grants.length > 0) redirect('/services');
  await queryClient.prefetchQuery(trpc.applications.mine.queryOptions());
  return (
    <Hydrated>
      <ApplyPage />
    </Hydrated>
  );
}
