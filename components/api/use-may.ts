'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import { isAllowed, type Right } from '#server/domain/rights.ts';

/**
 * Whether to offer an action to whoever is signed in; what may not be done is not shown. The server decides all the
 * same. `environmentId` null asks for the whole installation.
 */
export function useMay(right: Right, environmentId: string | null): boolean {
  const trpc = useTRPC();
  const { data: session } = useQuery(trpc.session.me.queryOptions());
  return isAllowed(session?.grants ?? [], right, environmentId);
}
