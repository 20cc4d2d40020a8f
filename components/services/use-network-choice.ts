'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import type { NetworkChoice } from '#server/domain/networks.ts';
import { NETWORK_QUOTA } from '#server/domain/networks.ts';

export type NetworkForm = ReturnType<typeof useNetworkChoice>;

/** Which network a new service gets: what was chosen, else the one it is created under, else the server's default. */
export function useNetworkChoice(environmentId: string, under: string | undefined) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.networks.list.queryOptions({ environmentId }));
  const machine = useQuery(trpc.machine.status.queryOptions()).data;
  const [chosen, setChosen] = useState<NetworkChoice | undefined>(
    under === undefined ? undefined : { kind: 'existing', networkId: under },
  );
  const networks = data?.items ?? [];
  const existing = data?.defaultChoice.kind === 'existing' ? data.defaultChoice : undefined;
  return {
    networks,
    /** Undefined until the networks were read: nothing is shown as chosen before. */
    choice: data && (chosen ?? data.defaultChoice),
    setKind: (kind: NetworkChoice['kind']) => setChosen(kind === 'new' ? NEW : existing),
    setNetworkId: (networkId: string) => setChosen({ kind: 'existing', networkId }),
    isQuotaUsedUp: data?.isQuotaUsedUp ?? false,
    limit: data?.limit ?? NETWORK_QUOTA,
    hasIsolation: machine?.runner !== 'embedded',
  };
}

const NEW: NetworkChoice = { kind: 'new' };
