'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import { readyEstimate } from '#components/versions/new-version/ready-estimate.ts';

/** All that 新建版本 has to know before it can be filled in; `facts` is undefined until all of it is read. */
export function useNewVersionFacts(serviceId: string, fromVersionId: string | undefined) {
  const trpc = useTRPC();
  const service = useQuery(trpc.services.get.queryOptions({ serviceId }));
  const draft = useQuery(trpc.versions.draft.queryOptions({ serviceId, versionId: fromVersionId }));
  const servable = useQuery(trpc.versions.servable.queryOptions({ serviceId }));
  const machine = useQuery(trpc.machine.status.queryOptions());
  const images = useQuery(trpc.machine.images.queryOptions());
  const records = useQuery(trpc.deployments.list.queryOptions({ serviceId }));
  const queries = [service, draft, servable, machine, images, records];
  const isRead = queries.every((query) => query.data !== undefined);
  if (!isRead || !service.data || !draft.data || !servable.data) {
    const failed = queries.find((query) => query.failureReason);
    return {
      facts: undefined,
      failure: failed?.failureReason ?? undefined,
      isRetrying: queries.some((query) => query.isFetching),
      retry: () => void Promise.all(queries.filter((query) => !query.data).map((query) => query.refetch())),
    };
  }
  const facts = {
    service: service.data,
    spec: draft.data.spec,
    fromVersionName: draft.data.fromVersionName,
    versionName: draft.data.versionName,
    /** Versions with traffic, oldest first. */
    live: servable.data.filter((version) => version.hasTraffic).reverse(),
    machine: machine.data ?? null,
    images: images.data ?? [],
    estimate: readyEstimate(records.data?.items ?? []),
  };
  return { facts };
}

export type NewVersionFacts = NonNullable<ReturnType<typeof useNewVersionFacts>['facts']>;
