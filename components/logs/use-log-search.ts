'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { filterOf, type LogChoice } from '#components/logs/log-choice.ts';

/**
 * The lines that were asked for, page after page. They stand still while they are read: `ask` looks again, and what is
 * the last hour is then the hour before that moment.
 */
export function useLogSearch(serviceId: string, choice: LogChoice) {
  const trpc = useTRPC();
  const { filter, ask } = useAskedFilter(choice);
  const search = useInfiniteQuery(
    trpc.logs.search.infiniteQueryOptions(
      { serviceId, ...filter, order: choice.order },
      {
        enabled: !choice.isLive,
        initialCursor: null,
        getNextPageParam: ({ cursor }) => cursor ?? undefined,
        placeholderData: keepPreviousData,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    ),
  );
  return { search, filter, ask, refusal: queryIssueOf(search.error) };
}

/** The filter as it was when it was chosen. */
export function useAskedFilter(choice: LogChoice) {
  const [askedAt, setAskedAt] = useState(Date.now);
  const key = JSON.stringify(choice);
  const [known, setKnown] = useState(key);
  if (known !== key) {
    setKnown(key);
    setAskedAt(Date.now());
  }
  return { filter: filterOf(choice, askedAt), ask: () => setAskedAt(Date.now()) };
}

/** Issue code of a query that the server could not read. */
export function queryIssueOf(error: unknown): string | undefined {
  return problemOf(error)?.issues.find(({ path }) => path[0] === 'query')?.code;
}

/** Versions and instances that have lines. */
export function useLogSources(serviceId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.logs.sources.queryOptions({ serviceId })).data;
}
