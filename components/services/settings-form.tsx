'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf, useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { Button } from '#components/ui/button.tsx';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

/** 备注 and 发布模式. A mode that the present traffic breaks is refused with its reason. */
export function SettingsForm({ service }: { service: ServiceView }) {
  const t = useTranslations('serviceDetail');
  const [remark, setRemark] = useState(service.remark);
  const [releaseMode, setReleaseMode] = useState(service.releaseMode);
  const change = useChangeService();
  const isChanged = remark.trim() !== service.remark || releaseMode !== service.releaseMode;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isChanged) change.mutate({ serviceId: service.id, remark, releaseMode });
  }

  return (
    <form noValidate onSubmit={submit} className="grid max-w-180 gap-3">
      <TextField
        layout="row"
        label={t('remark')}
        hint={t('remarkHint')}
        error={change.remarkError}
        value={remark}
        onChange={(event) => setRemark(event.target.value)}
        autoComplete="off"
      />
      <div className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-4 phone:grid-cols-1">
        <span aria-hidden className="leading-8">
          {t('releaseMode')}
        </span>
        <ChoiceCards
          aria-label={t('releaseMode')}
          value={releaseMode}
          onChange={setReleaseMode}
          choices={[
            { value: 'standard', label: t('standard'), consequence: t('standardHint') },
            { value: 'parallel', label: t('parallel'), consequence: t('parallelHint') },
          ]}
        />
      </div>
      <div className="ml-28 grid justify-items-start gap-3 phone:ml-0 phone:justify-items-stretch">
        {change.problem === undefined ? null : <Notice kind="fail">{change.problem}</Notice>}
        <Button
          type="submit"
          disabledReason={isChanged ? undefined : t('unchanged')}
          isPending={change.isPending}
        >
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function useChangeService() {
  const t = useTranslations('serviceDetail');
  const trpc = useTRPC();
  const refresh = useRefresh();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const fieldErrors = useFieldErrors();
  const change = useMutation(
    trpc.services.change.mutationOptions({
      onSuccess: () => {
        refresh();
        announce({ text: t('saved') });
      },
    }),
  );
  const hasIssues = (problemOf(change.error)?.issues.length ?? 0) > 0;
  return {
    mutate: change.mutate,
    isPending: change.isPending,
    remarkError: fieldErrors(change.error).remark,
    /** What no field is to blame for. */
    problem: change.error && !hasIssues ? problemText(change.error) : undefined,
  };
}
