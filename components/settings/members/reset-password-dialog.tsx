'use client';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { OneTimeLink } from '#components/access/one-time-link.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import type { ListedMember } from '#components/settings/members/member-tab.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/switch.tsx';

type ResetPasswordDialogProps = { member: ListedMember | undefined; onClose: () => void };

/** Open while there is somebody whose password is to be set anew: first a question, then the link. */
export function ResetPasswordDialog({ member, onClose }: ResetPasswordDialogProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const allow = useMutation(trpc.members.allowReset.mutationOptions());
  const [endsSecondFactor, setEndsSecondFactor] = useState(false);

  function close(): void {
    allow.reset();
    setEndsSecondFactor(false);
    onClose();
  }

  const verb = allow.data ? (
    <Button intent="primary" onClick={close}>
      {t('members.done')}
    </Button>
  ) : (
    <Button
      intent="primary"
      isPending={allow.isPending}
      onClick={() => member && allow.mutate({ userId: member.id, endsSecondFactor })}
    >
      {t('members.makeLink')}
    </Button>
  );
  return (
    <Dialog
      isOpen={member !== undefined}
      onOpenChange={close}
      size="narrow"
      title={t('members.resetTitle', { name: member?.name ?? '' })}
      footer={
        <DialogFooter>
          {allow.data ? null : <Button onClick={close}>{t('common.cancel')}</Button>}
          {verb}
        </DialogFooter>
      }
    >
      {allow.data && member ? (
        <OneTimeLink
          path={`/reset/${allow.data.secret}`}
          hint={t('members.resetLink', { name: member.name })}
        />
      ) : (
        <ResetQuestion
          hasSecondFactor={member?.isSecondFactorOn ?? false}
          endsSecondFactor={endsSecondFactor}
          onChange={setEndsSecondFactor}
          error={allow.error}
        />
      )}
    </Dialog>
  );
}

type ResetQuestionProps = {
  hasSecondFactor: boolean;
  endsSecondFactor: boolean;
  onChange: (endsSecondFactor: boolean) => void;
  error: unknown;
};

function ResetQuestion({ hasSecondFactor, endsSecondFactor, onChange, error }: ResetQuestionProps) {
  const t = useTranslations('members');
  const problemText = useProblemText();
  const id = useId();
  return (
    <div className="grid gap-4">
      <p>{t('resetIntro')}</p>
      {hasSecondFactor ? (
        <div className="grid grid-cols-[auto_1fr] items-center gap-x-3">
          <Switch
            aria-labelledby={id}
            aria-describedby={`${id}-hint`}
            checked={endsSecondFactor}
            onChange={onChange}
          />
          <span id={id} className="text-ink">
            {t('endsSecondFactor')}
          </span>
          <p id={`${id}-hint`} className="col-start-2 text-ink-3 text-xs">
            {t('endsSecondFactorHint')}
          </p>
        </div>
      ) : null}
      {error ? <Notice kind="fail">{problemText(error)}</Notice> : null}
    </div>
  );
}
