'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { GrantsEditor } from '#components/access/grants-editor.tsx';
import { useGrantsError } from '#components/access/grants-error.ts';
import { OneTimeLink } from '#components/access/one-time-link.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Grant } from '#server/domain/rights.ts';

type InviteDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** 邀请成员: first for whom and with which roles, then the link. */
export function InviteDialog({ isOpen, onOpenChange }: InviteDialogProps) {
  const t = useTranslations();
  const formId = useId();
  const invite = useInvite();

  function close(): void {
    invite.reset();
    onOpenChange(false);
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={close}
      title={t('members.invite')}
      footer={
        invite.data ? (
          <DialogFooter>
            <Button intent="primary" onClick={close}>
              {t('members.done')}
            </Button>
          </DialogFooter>
        ) : (
          <DialogFooter>
            <Button onClick={close}>{t('common.cancel')}</Button>
            <Button type="submit" form={formId} intent="primary" isPending={invite.isPending}>
              {t('members.makeLink')}
            </Button>
          </DialogFooter>
        )
      }
    >
      {invite.data ? (
        <OneTimeLink path={`/join/${invite.data.secret}`} hint={t('members.inviteLink')} />
      ) : (
        <InviteForm id={formId} invite={invite} />
      )}
    </Dialog>
  );
}

function useInvite() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useMutation(
    trpc.invitations.create.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.invitations.pathFilter()),
    }),
  );
}

/** Mounted anew with every opening, so it begins empty. */
function InviteForm({ id, invite }: { id: string; invite: ReturnType<typeof useInvite> }) {
  const t = useTranslations('members');
  const errors = useFieldErrors()(invite.error);
  const grantsError = useGrantsError(invite.error);
  const problemText = useProblemText();
  const [email, setEmail] = useState('');
  const [grants, setGrants] = useState<Grant[]>([]);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const element = event.currentTarget;
    const invitation = { email: email.trim() || null, grants };
    invite.mutate(invitation, { onError: () => focusFirstInvalid(element) });
  }

  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-4">
      <TextField
        label={t('inviteEmail')}
        hint={errors.email ? undefined : t('inviteEmailHint')}
        error={errors.email}
        type="email"
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <section aria-label={t('inviteRoles')} className="grid gap-2">
        <h3>{t('inviteRoles')}</h3>
        <GrantsEditor value={grants} onChange={setGrants} error={grantsError} />
      </section>
      {invite.error && !grantsError && !errors.email ? (
        <Notice kind="fail">{problemText(invite.error)}</Notice>
      ) : null}
    </form>
  );
}
