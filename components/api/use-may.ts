'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import { type Grant, isAllowed, type Right } from '#server/domain/rights.ts';

/**
 * Whether to offer an action to whoever is signed in; what may not be done is not shown. The server decides all the
 * same. `environmentId` null asks for the whole installation.
 */
export function useMay(right: Right, environmentId: string | null): boolean {
  return isAllowed(useGrants(), right, environmentId);
}

/** {@link useMay} in one environment at least. */
export function useMaySomewhere(right: Right): boolean {
  const grants = useGrants();
  return grants.some(({ environmentId }) => isAllowed(grants, right, environmentId));
}

function useGrants(): readonly Grant[] {
  const trpc = useTRPC();
  const { data: session } = useQuery(trpc.session.me.queryOptions());
  return session?.grants ?? NOTHING;
}

const NOTHING: readonly Grant[] = [];
