'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { GrantsEditor } from '#components/access/grants-editor.tsx';
import { useGrantsError } from '#components/access/grants-error.ts';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import type { ListedApplication } from '#components/settings/members/application-tab.tsx';
import { Button } from '#components/ui/button.tsx';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { Grant } from '#server/domain/rights.ts';

type Verdict = 'approve' | 'refuse';

type DecideDialogProps = { application: ListedApplication | undefined; onClose: () => void };

/** Open while there is an application to decide. */
export function DecideDialog({ application, onClose }: DecideDialogProps) {
  const t = useTranslations();
  const formId = useId();
  const [verdict, setVerdict] = useState<Verdict>('approve');
  const decide = useDecide(application?.person.name ?? '', close);

  function close(): void {
    decide.reset();
    setVerdict('approve');
    onClose();
  }

  return (
    <Dialog
      isOpen={application !== undefined}
      onOpenChange={close}
      title={t('members.decideTitle', { name: application?.person.name ?? '' })}
      footer={
        <DialogFooter>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} intent="primary" isPending={decide.isPending}>
            {t(`members.${verdict}`)}
          </Button>
        </DialogFooter>
      }
    >
      {application ? (
        <DecideForm
          id={formId}
          application={application}
          verdict={verdict}
          onVerdict={setVerdict}
          decide={decide}
        />
      ) : null}
    </Dialog>
  );
}

function useDecide(name: string, onDecided: () => void) {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation(
    trpc.applications.decide.mutationOptions({
      onSuccess: async (_, { verdict }) => {
        announce({ text: t(verdict === 'approve' ? 'approved' : 'refused', { name }) });
        onDecided();
        await Promise.all([
          client.invalidateQueries(trpc.applications.pathFilter()),
          client.invalidateQueries(trpc.members.pathFilter()),
        ]);
      },
    }),
  );
}

type DecideFormProps = {
  id: string;
  application: ListedApplication;
  verdict: Verdict;
  onVerdict: (verdict: Verdict) => void;
  decide: ReturnType<typeof useDecide>;
};

function DecideForm({ id, application, verdict, onVerdict, decide }: DecideFormProps) {
  const t = useTranslations('members');
  const [grants, setGrants] = useState<Grant[]>([]);
  const [note, setNote] = useState('');
  const errors = useFieldErrors()(decide.error);
  const grantsError = useGrantsError(decide.error);
  const problemText = useProblemText();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const base = { applicationId: application.id, note };
    decide.mutate(verdict === 'approve' ? { ...base, verdict, grants } : { ...base, verdict });
  }

  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-4">
      <blockquote className="whitespace-pre-wrap break-words rounded-md bg-sunken px-3 py-2">
        {application.reason}
      </blockquote>
      <ChoiceCards
        aria-label={t('verdict')}
        value={verdict}
        onChange={onVerdict}
        choices={[
          { value: 'approve', label: t('approve'), consequence: t('approveHint') },
          { value: 'refuse', label: t('refuse'), consequence: t('refuseHint') },
        ]}
      />
      {verdict === 'approve' ? (
        <GrantsEditor value={grants} onChange={setGrants} error={grantsError} />
      ) : null}
      <Field label={t('note')} error={errors.note}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {decide.error && !grantsError && !errors.note ? (
        <Notice kind="fail">{problemText(decide.error)}</Notice>
      ) : null}
    </form>
  );
}
