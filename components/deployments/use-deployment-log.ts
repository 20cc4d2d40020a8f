'use client';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { NOTHING_RECEIVED, type ReceivedLog, withChunk } from '#components/deployments/log-lines.ts';

/** The log of a deployment as it grows. A connection that was cut is made again and goes on where it was. */
export function useDeploymentLog(deploymentId: string): ReceivedLog & { isCutOff: boolean } {
  const trpc = useTRPC();
  const [log, setLog] = useState(NOTHING_RECEIVED);
  const { status } = useSubscription(
    trpc.deployments.log.subscriptionOptions(
      { deploymentId },
      { onData: ({ data }) => setLog((received) => withChunk(received, data)) },
    ),
  );
  const isCutOff = !log.isEnd && (status === 'error' || (status === 'connecting' && log.nextOffset > 0));
  return { ...log, isCutOff };
}
