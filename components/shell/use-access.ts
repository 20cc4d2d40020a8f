'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { leaveForSignIn, useTRPC } from '#components/api/client.tsx';
import type { ShellEnvironment } from '#components/shell/current-environment.tsx';
import { type Grant, isAllowed } from '#server/domain/rights.ts';

export type Access = { environments: readonly ShellEnvironment[]; grants: readonly Grant[] };

const NO_GRANTS: readonly Grant[] = [];

/** What the reader may do at this moment, and the environments that may be seen, oldest first. */
export function useAccess(): Access {
  const trpc = useTRPC();
  const { data: session } = useQuery(trpc.session.me.queryOptions());
  const { data: listed } = useQuery(trpc.environments.list.queryOptions());
  const grants = session?.grants ?? NO_GRANTS;
  useEffect(() => {
    if (session === null) leaveForSignIn();
  }, [session]);
  return { grants, environments: (listed ?? []).filter(({ id }) => isAllowed(grants, 'view', id)) };
}
