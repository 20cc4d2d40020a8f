'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useCallback } from 'react';
import { useTRPC } from '#components/api/client.tsx';

/** Reads again what is on screen of services: after a change of one's own, or when told of another's. */
export function useRefresh(): () => void {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useCallback(() => {
    for (const area of [trpc.services, trpc.versions, trpc.deployments, trpc.history, trpc.networks]) {
      void client.invalidateQueries(area.pathFilter());
    }
    void client.invalidateQueries(trpc.traffic.get.pathFilter());
  }, [trpc, client]);
}

/** Keeps the lists of an environment fresh while they are on screen. */
export function useLiveEnvironment(environmentId: string): void {
  const trpc = useTRPC();
  const refresh = useRefresh();
  useSubscription(trpc.live.environment.subscriptionOptions({ environmentId }, { onData: refresh }));
}

/** Keeps what belongs to one service fresh while it is on screen. */
export function useLiveService(serviceId: string): void {
  const trpc = useTRPC();
  const refresh = useRefresh();
  useSubscription(trpc.live.service.subscriptionOptions({ serviceId }, { onData: refresh }));
}
