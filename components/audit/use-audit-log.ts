'use client';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useTRPC } from '#components/api/client.tsx';
import { type AuditChoice, filterOf } from '#components/audit/use-audit-choice.ts';
import type { AppRouter } from '#server/api/router.ts';

export type ListedEvent = inferRouterOutputs<AppRouter>['audit']['list']['items'][number];

const LOOK_MS = 5_000;

/** The log, newest first, page after page. It stands still while it is read: what comes meanwhile is only counted. */
export function useAuditLog(choice: AuditChoice) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filterOf(choice), {
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnMount: 'always',
      refetchOnWindowFocus: false,
    }),
  );
}

/** How many events have come since the newest that is shown, and what shows them. */
export function useNewer(choice: AuditChoice, newestId: number | undefined) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data } = useQuery(
    trpc.audit.newer.queryOptions(
      { ...filterOf(choice), afterId: newestId ?? 0 },
      { enabled: newestId !== undefined, refetchInterval: LOOK_MS },
    ),
  );
  return { newer: data, show: () => void client.resetQueries(trpc.audit.list.pathFilter()) };
}
