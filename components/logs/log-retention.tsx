'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf, useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { bytesText } from '#components/requests/request-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { LogRetention as Retention } from '#server/domain/log-query.ts';

/** 日志保留: for how long, and how much. */
export function LogRetention({ serviceId, mayChange }: { serviceId: string; mayChange: boolean }) {
  const t = useTranslations('logs');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.logs.settings.queryOptions({ serviceId }));
  if (!data) return <Skeleton width={240} />;
  const { days, megabytes, usedBytes } = data;
  return (
    <>
      {mayChange ? (
        <RetentionForm key={`${days} ${megabytes}`} serviceId={serviceId} stored={{ days, megabytes }} />
      ) : (
        <p className="text-ink">{t('retentionValue', { days, megabytes: String(megabytes) })}</p>
      )}
      <p className="text-ink-3 text-sm">{t('retentionUsed', { size: bytesText(usedBytes) })}</p>
    </>
  );
}

type Typed = { days: number | null; megabytes: number | null };

function RetentionForm({ serviceId, stored }: { serviceId: string; stored: Retention }) {
  const t = useTranslations('logs');
  const [typed, setTyped] = useState<Typed>(stored);
  const save = useSetRetention(serviceId);
  const isChanged = typed.days !== stored.days || typed.megabytes !== stored.megabytes;

  function submit(event: FormEvent): void {
    event.preventDefault();
    // An empty field is refused with its reason like any other wrong number.
    if (isChanged) save.mutate({ days: typed.days ?? 0, megabytes: typed.megabytes ?? 0 });
  }

  return (
    <form noValidate onSubmit={submit} className="grid max-w-180 gap-3">
      {(['days', 'megabytes'] as const).map((name) => (
        <Field
          key={name}
          layout="row"
          label={t(name === 'days' ? 'retentionDays' : 'retentionMegabytes')}
          hint={t(name === 'days' ? 'retentionDaysHint' : 'retentionMegabytesHint')}
          error={save.errors[name]}
        >
          <NumberField
            value={typed[name]}
            onChange={(value) => setTyped({ ...typed, [name]: value })}
            isInvalid={save.errors[name] !== undefined}
          />
        </Field>
      ))}
      <div className="ml-28 grid justify-items-start gap-3 phone:ml-0 phone:justify-items-stretch">
        {save.problem === undefined ? null : <Notice kind="fail">{save.problem}</Notice>}
        <Button
          type="submit"
          disabledReason={isChanged ? undefined : t('retentionUnchanged')}
          isPending={save.isPending}
        >
          {t('retentionSave')}
        </Button>
      </div>
    </form>
  );
}

function useSetRetention(serviceId: string) {
  const t = useTranslations('logs');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const fieldErrors = useFieldErrors();
  const { mutate, isPending, error } = useMutation(
    trpc.logs.setRetention.mutationOptions({
      onSuccess: async (_, { days = 0, megabytes = 0 }) => {
        announce({ text: t('retentionSaved', { days, megabytes: String(megabytes) }) });
        await client.invalidateQueries(trpc.logs.settings.queryFilter({ serviceId }));
      },
    }),
  );
  const hasIssues = (problemOf(error)?.issues.length ?? 0) > 0;
  return {
    mutate: (retention: Retention) => mutate({ serviceId, ...retention }),
    isPending,
    errors: fieldErrors(error),
    /** What no field is to blame for. */
    problem: error && !hasIssues ? problemText(error) : undefined,
  };
}
