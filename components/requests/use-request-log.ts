'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import type { StatusClass } from '#server/domain/status-class.ts';

const REFRESH_MS = 2_000;

/** Time → how far it looks back, in ms. */
export const LOG_TIMES = { last5m: 5 * 60_000, lastHour: 3_600_000, lastDay: 24 * 3_600_000 };
export type LogTime = keyof typeof LOG_TIMES;

export type LogChoice = {
  versionId?: string | undefined;
  statusClass?: StatusClass | undefined;
  text?: string | undefined;
  time?: LogTime | undefined;
};

/** The request log, newest first, page after page. The first page follows what happens, while only it is shown. */
export function useRequestLog(serviceId: string, { time, ...filter }: LogChoice, isFollowing: boolean) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.requests.list.infiniteQueryOptions(
      { serviceId, ...filter, maxAgeMs: time && LOG_TIMES[time] },
      {
        getNextPageParam: ({ next }) => next ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) =>
          isFollowing && (state.data?.pages.length ?? 0) <= 1 ? REFRESH_MS : false,
        refetchOnWindowFocus: false,
      },
    ),
  );
}
