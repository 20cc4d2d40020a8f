import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { listChoiceOf } from '#components/services/list-choice.ts';
import { ServicesPage } from '#components/services/services-page.tsx';
import { pickEnvironment } from '#components/shell/pick-environment.ts';
import { PREFERENCE_COOKIES } from '#components/shell/preferences.ts';

type Route = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('services.title') };
}

export default async function Page({ searchParams }: Route) {
  const params = firstValues(await searchParams);
  const { trpc, queryClient } = await readServerApi();
  const environments = await queryClient.fetchQuery(trpc.environments.list.queryOptions());
  const remembered = (await cookies()).get(PREFERENCE_COOKIES.environment)?.value;
  const environment = pickEnvironment(environments, [params.get('environment') ?? undefined, remembered]);
  if (environment) {
    const input = { environmentId: environment.id, ...listChoiceOf(params) };
    await Promise.all([
      queryClient.prefetchQuery(trpc.services.list.queryOptions(input)),
      queryClient.prefetchQuery(trpc.networks.list.queryOptions({ environmentId: environment.id })),
    ]);
  }
  return (
    <Hydrated>
      <ServicesPage />
    </Hydrated>
  );
}

function firstValues(values: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) params.set(name, first);
  }
  return params;
}
