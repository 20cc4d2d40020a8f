'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import type { FormVersion } from '#components/traffic/traffic-form.ts';
import { hasTraffic, percentOf, type ReleaseMode, type TrafficPolicy } from '#server/domain/traffic.ts';

/** Whose traffic it is. */
export type TrafficService = { id: string; name: string; releaseMode: ReleaseMode };

/** What a traffic change is based on, all of one generation. `versions` may serve, newest first. */
export type TrafficState = {
  generation: number;
  policy: TrafficPolicy;
  /** 会话保持. */
  keepsVisitors: boolean;
  changedAt: number | null;
  changedByName: string | null;
  versions: (FormVersion & { remark: string; readyInstances: number })[];
};

/** Reads it anew each time, because the generation has to be that of what the person sees. */
export function useReadTrafficState(serviceId: string): () => Promise<TrafficState> {
  const trpc = useTRPC();
  const client = useQueryClient();
  return async () => {
    const [traffic, servable] = await Promise.all([
      client.fetchQuery(trpc.traffic.get.queryOptions({ serviceId }, { staleTime: 0 })),
      client.fetchQuery(trpc.versions.servable.queryOptions({ serviceId }, { staleTime: 0 })),
    ]);
    const { generation, policy, keepsVisitors, changedAt, changedByName } = traffic;
    const versions = servable.map(({ id, number, name, remark, canServe, readyInstances }) => ({
      id,
      number,
      name,
      remark,
      canServe,
      readyInstances,
      // Of the same reading as the generation.
      percent: percentOf(policy, id),
      hasTraffic: hasTraffic(policy, id),
    }));
    return { generation, policy, keepsVisitors, changedAt, changedByName, versions };
  };
}

/** The state at the opening of a dialog: read once, then left alone. */
export function useOpeningState(serviceId: string) {
  const read = useReadTrafficState(serviceId);
  return useQuery({
    queryKey: ['traffic-state-at-opening', serviceId],
    queryFn: read,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
}
