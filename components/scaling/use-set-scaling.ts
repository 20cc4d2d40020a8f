'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf, useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { ScaleSettings } from '#server/domain/scale-settings.ts';

/** Saves 自动伸缩配置; what is refused stands beside its fields, and the first of them gets the focus. */
export function useSetScaling(serviceId: string, form: RefObject<HTMLFormElement | null>) {
  const t = useTranslations('scaling');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const fieldErrors = useFieldErrors();
  const { mutate, isPending, error } = useMutation(
    trpc.scaling.set.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.scaling.get.queryFilter({ serviceId }));
        refresh();
        announce({ text: t('saved') });
      },
      onError: () => form.current && focusFirstInvalid(form.current),
    }),
  );
  const errors = fieldErrors(error);
  const hasIssues = (problemOf(error)?.issues.length ?? 0) > 0;
  return {
    set: (settings: ScaleSettings) => mutate({ serviceId, settings }),
    isPending,
    /** Of a path within the settings: what the form alone got wrong, or what does not fit the versions. */
    errorAt: (path: string) => errors[`settings.${path}`] ?? errors[path],
    /** What no field is to blame for. */
    problem: error && !hasIssues ? problemText(error) : undefined,
  };
}
