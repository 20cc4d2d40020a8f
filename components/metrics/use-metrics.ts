'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import type { MetricChoice } from '#components/metrics/use-metric-choice.ts';
import type { MetricRange } from '#server/domain/metric-sampling.ts';

/** How often each range is read again, in ms: a new point is worth it, more is not. */
const REFRESH_MS: Record<MetricRange, number> = { '1h': 10_000, '1d': 15_000, '7d': 60_000, '30d': 300_000 };

/** The lines of 监控. While another choice is read, what was shown stays. */
export function useMetrics(serviceId: string, { range, split, versionId }: MetricChoice) {
  const trpc = useTRPC();
  const zoneOffsetMinutes = -new Date().getTimezoneOffset();
  return useQuery(
    trpc.metrics.series.queryOptions(
      { serviceId, range, split, versionId, zoneOffsetMinutes },
      {
        refetchInterval: 'last' in range ? REFRESH_MS[range.last] : false,
        placeholderData: keepPreviousData,
      },
    ),
  );
}
