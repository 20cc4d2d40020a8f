import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { ServicePage } from '#components/services/service-page.tsx';

type Route = {
  params: Promise<{ serviceId: string }>;
  searchParams: Promise<{ tab?: string | string[]; page?: string | string[] }>;
};

export async function generateMetadata({ params }: Pick<Route, 'params'>): Promise<Metadata> {
  const [t, { trpc, queryClient }, { serviceId }] = await Promise.all([
    readTranslator(),
    readServerApi(),
    params,
  ]);
  await queryClient.prefetchQuery(trpc.services.get.queryOptions({ serviceId }));
  const service = queryClient.getQueryData(trpc.services.get.queryKey({ serviceId }));
  return { title: service?.name ?? t('serviceDetail.missing') };
}

export default async function Page({ params, searchParams }: Route) {
  const { serviceId } = await params;
  const { tab, page } = await searchParams;
  const { trpc, queryClient } = await readServerApi();
  const list = { serviceId, page: Math.max(1, Math.trunc(Number(page)) || 1) };
  await Promise.all([
    queryClient.prefetchQuery(trpc.services.get.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.traffic.get.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.traffic.live.queryOptions({ serviceId })),
    tab === 'deployments' && queryClient.prefetchQuery(trpc.deployments.list.queryOptions(list)),
    tab === undefined && queryClient.prefetchQuery(trpc.versions.list.queryOptions(list)),
    tab === 'settings' && queryClient.prefetchQuery(trpc.scaling.get.queryOptions({ serviceId })),
  ]);
  return (
    <Hydrated>
      <ServicePage serviceId={serviceId} />
    </Hydrated>
  );
}
