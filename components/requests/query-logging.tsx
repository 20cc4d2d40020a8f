'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** Whether the request log keeps query values; takes effect at once. */
export function QueryLogging({ serviceId, mayChange }: { serviceId: string; mayChange: boolean }) {
  const t = useTranslations('requests');
  const id = useId();
  const { keeps, set, isPending, problem } = useQueryLogging(serviceId);
  return (
    <>
      {mayChange ? (
        <div className="flex items-center gap-3">
          <Switch
            aria-labelledby={id}
            aria-describedby={`${id}-hint`}
            checked={keeps ?? false}
            disabled={keeps === undefined || isPending}
            onChange={set}
          />
          <span id={id}>{t('keepQueries')}</span>
        </div>
      ) : (
        <p className="text-ink">{keeps === undefined ? '-' : t(keeps ? 'queriesKept' : 'queriesNotKept')}</p>
      )}
      <p id={`${id}-hint`} className="max-w-180 text-ink-3 text-sm">
        {t('keepQueriesHint')}
      </p>
      {problem === undefined ? null : <Notice kind="fail">{problem}</Notice>}
    </>
  );
}

function useQueryLogging(serviceId: string) {
  const t = useTranslations('requests');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const { data } = useQuery(trpc.requests.settings.queryOptions({ serviceId }));
  const { mutate, isPending, error } = useMutation(
    trpc.requests.setQueryLogging.mutationOptions({
      onSuccess: async (_, { keeps }) => {
        await queries.invalidateQueries(trpc.requests.settings.queryFilter({ serviceId }));
        announce({ text: t(keeps ? 'queriesOn' : 'queriesOff') });
      },
    }),
  );
  return {
    keeps: data?.keepsQueries,
    set: (keeps: boolean) => mutate({ serviceId, keeps }),
    isPending,
    problem: error ? problemText(error) : undefined,
  };
}
