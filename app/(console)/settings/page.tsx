import { notFound, redirect } from 'next/navigation';
import { readServerApi } from '#app/server-api.tsx';
import { settingsEntries } from '#components/settings/settings-entries.ts';

/** Leads to the first of the settings that one may see. */
export default async function SettingsPage(): Promise<never> {
  const { trpc, queryClient } = await readServerApi();
  const session = await queryClient.fetchQuery(trpc.session.me.queryOptions());
  const [first] = settingsEntries(session?.grants ?? []);
  if (!first) notFound();
  redirect(first.href);
}
