'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';

/** All that 编辑配置并重新部署 has to know before it can be filled in; `facts` is undefined until all of it is read. */
export function useEditFacts(serviceId: string, versionId: string) {
  const trpc = useTRPC();
  const service = useQuery(trpc.services.get.queryOptions({ serviceId }));
  const version = useQuery(trpc.versions.get.queryOptions({ versionId }));
  const machine = useQuery(trpc.machine.status.queryOptions());
  const images = useQuery(trpc.machine.images.queryOptions());
  const queries = [service, version, machine, images];
  const isRead = queries.every((query) => query.data !== undefined);
  if (!isRead || !service.data || !version.data) {
    return {
      facts: undefined,
      failure: queries.find((query) => query.failureReason)?.failureReason ?? undefined,
      isRetrying: queries.some((query) => query.isFetching),
      retry: () => void Promise.all(queries.filter((query) => !query.data).map((query) => query.refetch())),
    };
  }
  const facts = {
    service: service.data,
    version: version.data,
    machine: machine.data ?? null,
    images: images.data ?? [],
  };
  return { facts };
}

export type EditFacts = NonNullable<ReturnType<typeof useEditFacts>['facts']>;
