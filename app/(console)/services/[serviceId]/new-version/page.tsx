import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { NewVersionPage } from '#components/versions/new-version/new-version-page.tsx';

type Route = {
  params: Promise<{ serviceId: string }>;
  searchParams: Promise<{ from?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('newVersion.title') };
}

export default async function Page({ params, searchParams }: Route) {
  const { serviceId } = await params;
  const { from } = await searchParams;
  const versionId = typeof from === 'string' ? from : undefined;
  const { trpc, queryClient } = await readServerApi();
  await Promise.all([
    queryClient.prefetchQuery(trpc.services.get.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.versions.draft.queryOptions({ serviceId, versionId })),
    queryClient.prefetchQuery(trpc.versions.servable.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.deployments.list.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.machine.status.queryOptions()),
    queryClient.prefetchQuery(trpc.machine.images.queryOptions()),
  ]);
  return (
    <Hydrated>
      <NewVersionPage serviceId={serviceId} fromVersionId={versionId} />
    </Hydrated>
  );
}
