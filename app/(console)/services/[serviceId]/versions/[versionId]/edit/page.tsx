import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { EditVersionPage } from '#components/versions/edit-version/edit-version-page.tsx';

type Route = { params: Promise<{ serviceId: string; versionId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('editVersion.title') };
}

export default async function Page({ params }: Route) {
  const { serviceId, versionId } = await params;
  const { trpc, queryClient } = await readServerApi();
  await Promise.all([
    queryClient.prefetchQuery(trpc.services.get.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.versions.get.queryOptions({ versionId })),
    queryClient.prefetchQuery(trpc.machine.status.queryOptions()),
    queryClient.prefetchQuery(trpc.machine.images.queryOptions()),
  ]);
  return (
    <Hydrated>
      <EditVersionPage serviceId={serviceId} versionId={versionId} />
    </Hydrated>
  );
}
