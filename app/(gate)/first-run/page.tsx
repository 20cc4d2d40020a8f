import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readTranslator } from '#app/request.ts';
import { readServerApi } from '#app/server-api.tsx';
import { FirstRun } from '#components/shell/first-run.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('gate.createOwner') };
}

export default async function FirstRunPage() {
  const { trpc, queryClient } = await readServerApi();
  const { isDone } = await queryClient.fetchQuery(trpc.setup.status.queryOptions());
  if (isDone) redirect('/sign-in');
  return <FirstRun />;
}
