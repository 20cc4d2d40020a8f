import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { Hydrated, readServerApi } from '#app/server-api.tsx';
import { DeploymentPage } from '#components/deployments/deployment-page.tsx';

type Route = { params: Promise<{ deploymentId: string }> };

export async function generateMetadata({ params }: Route): Promise<Metadata> {
  const [t, { trpc, queryClient }, { deploymentId }] = await Promise.all([
    readTranslator(),
    readServerApi(),
    params,
  ]);
  await queryClient.prefetchQuery(trpc.deployments.get.queryOptions({ deploymentId }));
  const deployment = queryClient.getQueryData(trpc.deployments.get.queryKey({ deploymentId }));
  return {
    title: deployment
      ? t('deployments.deploymentOf', { name: deployment.versionName })
      : t('deployments.missing'),
  };
}

export default async function Page({ params }: Route) {
  const { deploymentId } = await params;
  const { trpc, queryClient } = await readServerApi();
  await queryClient.prefetchQuery(trpc.deployments.get.queryOptions({ deploymentId }));
  return (
    <Hydrated>
      <DeploymentPage deploymentId={deploymentId} />
    </Hydrated>
  );
}
