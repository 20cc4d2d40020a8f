'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import { type Figures, NO_REQUESTS } from '#components/traffic/live-figures.ts';

const REFRESH_MS = 2_000;

/** Live figures of a service, every two seconds while it is looked at. The last ones stay while new ones come. */
export function useLiveFigures(serviceId: string) {
  const trpc = useTRPC();
  const { data, isError } = useQuery(
    trpc.traffic.live.queryOptions({ serviceId }, { refetchInterval: REFRESH_MS }),
  );
  return {
    data,
    isFailing: isError,
    /** Undefined until the first answer. */
    figuresOf: (versionId: string): Figures | undefined =>
      data && (data.versions.find((figures) => figures.versionId === versionId) ?? NO_REQUESTS),
  };
}
