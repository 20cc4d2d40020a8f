import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { FirstRunForm } from '#components/shell/first-run-form.tsx';
import { MachineChecks } from '#components/shell/machine-checks.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('gate.createOwner') };
}

export default async function FirstRunPage() {
  const { trpc, queryClient } = await readServerApi();
  const { isDone } = await queryClient.fetchQuery(trpc.setup.status.queryOptions());
  if (isDone) redirect('/sign-in');
  return (
    <Hydrated>
      <FirstRunForm />
      <MachineChecks />
    </Hydrated>
  );
}
