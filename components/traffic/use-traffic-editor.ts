'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import {
  isChanged,
  issuesOf,
  openForm,
  rebase,
  sharesOf,
  type TrafficForm,
} from '#components/traffic/traffic-form.ts';
import {
  type TrafficService,
  type TrafficState,
  useReadTrafficState,
} from '#components/traffic/use-traffic-state.ts';
import type { Share } from '#server/domain/traffic.ts';

export type TrafficEditing = ReturnType<typeof useTrafficEditor>;

/** What is typed over the state it is based on. A newer state on the server becomes a `conflict`, never the base by itself. */
export function useTrafficEditor(
  service: TrafficService,
  opening: TrafficState,
  onDone: (shares: Share[]) => void,
) {
  const [base, setBase] = useState(opening);
  const [form, setForm] = useState(() => openForm(opening.versions));
  const [conflict, setConflict] = useState<TrafficState>();
  const readState = useReadTrafficState(service.id);
  const refresh = useRefresh();
  const trpc = useTRPC();
  const set = useMutation(
    trpc.traffic.set.mutationOptions({
      onSuccess: (_, { policy }) => {
        refresh();
        onDone(policy.mode === 'percent' ? policy.shares : []);
      },
      onError: async (error) => {
        if (problemOf(error)?.code === 'traffic_stale') setConflict(await readState());
      },
    }),
  );
  const issues = issuesOf(form, base.versions, service.releaseMode);

  function complete(): void {
    if (issues.length > 0 || conflict !== undefined || set.isPending) return;
    const shares = sharesOf(form);
    if (isChanged(form, base.versions)) {
      set.mutate({ serviceId: service.id, generation: base.generation, policy: { mode: 'percent', shares } });
    } else onDone([]);
  }

  function adoptLatest(): void {
    if (!conflict) return;
    setForm((typed: TrafficForm) => rebase(typed, conflict.versions));
    setBase(conflict);
    setConflict(undefined);
    set.reset();
  }

  return {
    base,
    form,
    setForm,
    issues,
    conflict,
    complete,
    adoptLatest,
    canComplete: issues.length === 0 && conflict === undefined,
    isChanged: isChanged(form, base.versions),
    isPending: set.isPending,
    /** Anything else that was refused, or no answer. */
    error: set.error && problemOf(set.error)?.code !== 'traffic_stale' ? set.error : null,
  };
}
