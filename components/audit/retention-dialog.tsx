'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** For how long the log is kept; opens what changes it. */
export function RetentionButton() {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(trpc.audit.retention.queryOptions());
  if (!data) return null;
  return (
    <span className="flex items-center gap-2 text-sm">
      <span className="text-ink-3">{t('retention')}</span>
      <span className="text-ink">{t('retentionDays', { days: data.days })}</span>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('changeRetention')}
      </Button>
      {isOpen ? <RetentionDialog stored={data.days} onClose={() => setOpen(false)} /> : null}
    </span>
  );
}

function RetentionDialog({ stored, onClose }: { stored: number; onClose: () => void }) {
  const t = useTranslations();
  const [days, setDays] = useState<number | null>(stored);
  const problemText = useProblemText();
  const save = useSave(onClose);
  const isRight = days !== null && days >= 30 && days <= 3650;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={t('audit.retentionTitle')}
      size="narrow"
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            intent="primary"
            disabled={!isRight}
            isPending={save.isPending}
            pendingWord={t('audit.retentionSaving')}
            onClick={() => days !== null && save.mutate({ days })}
          >
            {t('audit.retentionSave')}
          </Button>
        </DialogFooter>
      }
    >
      <Field
        label={t('audit.retentionLabel')}
        hint={t('audit.retentionHint')}
        error={isRight ? undefined : t('issues.audit_days_invalid')}
      >
        <NumberField value={days} onChange={setDays} min={30} max={3650} isInvalid={!isRight} />
      </Field>
      {save.error ? <Notice kind="fail">{problemText(save.error)}</Notice> : null}
    </Dialog>
  );
}

function useSave(onSaved: () => void) {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation(
    trpc.audit.setRetention.mutationOptions({
      onSuccess: async (_, { days }) => {
        announce({ text: t('retentionSaved', { days }) });
        await client.invalidateQueries(trpc.audit.retention.pathFilter());
        onSaved();
      },
    }),
  );
}
