import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { VersionPage } from '#components/versions/detail/version-page.tsx';

type Route = {
  params: Promise<{ serviceId: string; versionId: string }>;
  searchParams: Promise<{ tab?: string | string[] }>;
};

export async function generateMetadata({ params }: Pick<Route, 'params'>): Promise<Metadata> {
  const [t, { trpc, queryClient }, { versionId }] = await Promise.all([
    readTranslator(),
    readServerApi(),
    params,
  ]);
  await queryClient.prefetchQuery(trpc.versions.get.queryOptions({ versionId }));
  const version = queryClient.getQueryData(trpc.versions.get.queryKey({ versionId }));
  return { title: version?.name ?? t('versionDetail.missing') };
}

export default async function Page({ params, searchParams }: Route) {
  const { serviceId, versionId } = await params;
  const { tab } = await searchParams;
  const records = { serviceId, versionId, page: 1 };
  const { trpc, queryClient } = await readServerApi();
  await Promise.all([
    queryClient.prefetchQuery(trpc.services.get.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.versions.get.queryOptions({ versionId })),
    queryClient.prefetchQuery(trpc.history.list.queryOptions({ versionId, page: 1 })),
    tab === undefined && queryClient.prefetchQuery(trpc.history.madeFrom.queryOptions({ versionId })),
    tab === 'instances' && queryClient.prefetchQuery(trpc.versions.instances.queryOptions({ versionId })),
    tab === 'deployments' && queryClient.prefetchQuery(trpc.deployments.list.queryOptions(records)),
  ]);
  return (
    <Hydrated>
      <VersionPage serviceId={serviceId} versionId={versionId} />
    </Hydrated>
  );
}
