import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { chosenSnapshot } from '#components/versions/detail/history/chosen-snapshot.ts';
import { instanceChoiceOf } from '#components/versions/detail/instances/instance-choice.ts';
import { VersionPage } from '#components/versions/detail/version-page.tsx';

type Route = {
  params: Promise<{ serviceId: string; versionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
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
  const { tab, snapshot, state, instance, page } = await searchParams;
  const instances = { versionId, ...instanceChoiceOf(paramsOf({ state, instance, page })) };
  const records = { serviceId, versionId, page: 1 };
  const { trpc, queryClient } = await readServerApi();
  await Promise.all([
    queryClient.prefetchQuery(trpc.services.get.queryOptions({ serviceId })),
    queryClient.prefetchQuery(trpc.versions.get.queryOptions({ versionId })),
    queryClient.prefetchQuery(trpc.versions.trouble.queryOptions({ versionId })),
    queryClient.prefetchQuery(trpc.history.list.queryOptions({ versionId, page: 1 })),
    tab === undefined && queryClient.prefetchQuery(trpc.history.madeFrom.queryOptions({ versionId })),
    tab === 'instances' && queryClient.prefetchQuery(trpc.scaling.get.queryOptions({ serviceId })),
    tab === 'instances' && queryClient.prefetchQuery(trpc.versions.instances.queryOptions(instances)),
    tab === 'deployments' && queryClient.prefetchQuery(trpc.deployments.list.queryOptions(records)),
  ]);
  if (tab === 'history') await prefetchComparison(versionId, typeof snapshot === 'string' ? snapshot : null);
  return (
    <Hydrated>
      <VersionPage serviceId={serviceId} versionId={versionId} />
    </Hydrated>
  );
}

/** What is said once; the rest is for nobody. */
function paramsOf(given: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (typeof value === 'string') params.set(name, value);
  return params;
}

/** Of the snapshot that 版本历史 opens on. */
async function prefetchComparison(versionId: string, asked: string | null): Promise<void> {
  const { trpc, queryClient } = await readServerApi();
  const history = queryClient.getQueryData(trpc.history.list.queryKey({ versionId, page: 1 }));
  const snapshotNumber = chosenSnapshot(history?.items ?? [], asked);
  if (snapshotNumber === undefined) return;
  await queryClient.prefetchQuery(trpc.history.compare.queryOptions({ versionId, snapshotNumber }));
}
