'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { useLiveEnvironment, useLiveService } from '#components/api/live.tsx';

/** Reads again what is on screen of services: after a change of one's own, or when told of another's. */
export function useRefresh(): () => void {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useCallback(() => {
    const { services, versions, deployments, history, networks, scaling } = trpc;
    for (const area of [services, versions, deployments, history, networks, scaling]) {
      void client.invalidateQueries(area.pathFilter());
    }
    void client.invalidateQueries(trpc.traffic.get.pathFilter());
  }, [trpc, client]);
}

/** Keeps the lists of an environment fresh while they are on screen. */
export function useFreshEnvironment(environmentId: string): void {
  useLiveEnvironment(environmentId, useRefresh());
}

/** Keeps what belongs to one service fresh while it is on screen. */
export function useFreshService(serviceId: string): void {
  useLiveService(serviceId, useRefresh());
}
