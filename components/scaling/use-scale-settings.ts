'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import type { ScaleSettings } from '#server/domain/scale-settings.ts';

/** 自动伸缩配置 of a service; undefined until it is read. */
export function useScaleSettings(serviceId: string): ScaleSettings | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.scaling.get.queryOptions({ serviceId })).data?.settings;
}
