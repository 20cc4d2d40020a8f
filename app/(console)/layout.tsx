import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { readPreferences } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { PREFERENCE_COOKIES } from '#components/shell/preferences.ts';
import { Shell } from '#components/shell/shell.tsx';

/** For people who are signed in and may see something; the API checks every call again. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { trpc, queryClient } = await readServerApi();
  const session = await queryClient.fetchQuery(trpc.session.me.queryOptions());
  if (!session) redirect('/sign-in?reason=ended'); // The proxy saw a cookie.
  if (session.grants.length === 0) redirect('/apply');
  const [{ theme }, jar] = await Promise.all([
    readPreferences(),
    cookies(),
    queryClient.fetchQuery(trpc.environments.list.queryOptions()),
    queryClient.prefetchQuery(trpc.machine.status.queryOptions()),
  ]);
  return (
    <Hydrated>
      <Shell
        user={session.user}
        rememberedEnvironmentId={jar.get(PREFERENCE_COOKIES.environment)?.value}
        theme={theme}
      >
        {children}
      </Shell>
    </Hydrated>
  );
}
