'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import type { RulesForm } from '#components/traffic/rules-form.ts';
import {
  isDraftChanged,
  keepingOf,
  openDraft,
  policyOf,
  rebaseDraft,
  type TrafficDraft,
  type TrafficMode,
} from '#components/traffic/traffic-draft.ts';
import type { TrafficForm } from '#components/traffic/traffic-form.ts';
import {
  type TrafficService,
  type TrafficState,
  useReadTrafficState,
} from '#components/traffic/use-traffic-state.ts';
import { checkPolicy, type TrafficPolicy } from '#server/domain/traffic.ts';

export type TrafficEditing = ReturnType<typeof useTrafficEditor>;

/**
 * What is typed over the state it is based on. A newer state on the server becomes a `conflict`, never the base by
 * itself. `onDone` gets the new policy, or nothing where there was nothing to change.
 */
export function useTrafficEditor(
  service: TrafficService,
  opening: TrafficState,
  onDone: (policy?: TrafficPolicy) => void,
) {
  const [base, setBase] = useState(opening);
  const [draft, setDraft] = useState(() => openDraft(opening));
  const [conflict, setConflict] = useState<TrafficState>();
  const set = useSetTraffic(service.id, onDone, setConflict);
  const policy = policyOf(draft);
  const issues = checkPolicy(policy, base.versions, service.releaseMode);
  const isChanged = isDraftChanged(draft, base);

  function complete(): void {
    if (issues.length > 0 || conflict !== undefined || set.isPending) return;
    const { generation } = base;
    if (isChanged) set.mutate({ serviceId: service.id, generation, policy, ...keepingOf(draft) });
    else onDone();
  }

  function adoptLatest(): void {
    if (!conflict) return;
    setDraft((typed) => rebaseDraft(typed, conflict));
    setBase(conflict);
    setConflict(undefined);
    set.reset();
  }

  return {
    base,
    draft,
    ...settersOf(setDraft),
    issues,
    conflict,
    complete,
    adoptLatest,
    canComplete: issues.length === 0 && conflict === undefined,
    isChanged,
    isPending: set.isPending,
    /** Anything else that was refused, or no answer. */
    error: set.error && problemOf(set.error)?.code !== 'traffic_stale' ? set.error : null,
  };
}

function settersOf(setDraft: (change: (draft: TrafficDraft) => TrafficDraft) => void) {
  return {
    setMode: (mode: TrafficMode) => setDraft((draft) => ({ ...draft, mode })),
    setPercent: (percent: TrafficForm) => setDraft((draft) => ({ ...draft, percent })),
    setRules: (rules: RulesForm) => setDraft((draft) => ({ ...draft, rules })),
    setKeepsVisitors: (keepsVisitors: boolean) => setDraft((draft) => ({ ...draft, keepsVisitors })),
  };
}

function useSetTraffic(
  serviceId: string,
  onDone: (policy: TrafficPolicy) => void,
  onStale: (latest: TrafficState) => void,
) {
  const trpc = useTRPC();
  const readState = useReadTrafficState(serviceId);
  const refresh = useRefresh();
  return useMutation(
    trpc.traffic.set.mutationOptions({
      onSuccess: (_, { policy }) => {
        refresh();
        onDone(policy);
      },
      onError: async (error) => {
        if (problemOf(error)?.code === 'traffic_stale') onStale(await readState());
      },
    }),
  );
}
