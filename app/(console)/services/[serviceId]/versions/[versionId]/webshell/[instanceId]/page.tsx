import type { Metadata } from 'next';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { WebshellPage } from '#components/webshell/webshell-page.tsx';

type Route = { params: Promise<{ serviceId: string; versionId: string; instanceId: string }> };

export async function generateMetadata({ params }: Route): Promise<Metadata> {
  return { title: `Webshell ${(await params).instanceId}` };
}

export default async function Page({ params }: Route) {
  const { serviceId, versionId, instanceId } = await params;
  const { trpc, queryClient } = await readServerApi();
  await Promise.all([
    queryClient.prefetchQuery(trpc.services.get.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.versions.get.queryOptions({ versionId })),
    queryClient.prefetchQuery(trpc.machine.status.queryOptions()),
  ]);
  return (
    <Hydrated>
      <WebshellPage serviceId={serviceId} versionId={versionId} instanceId={instanceId} />
    </Hydrated>
  );
}
