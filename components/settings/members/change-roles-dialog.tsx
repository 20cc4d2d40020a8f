'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { GrantsEditor } from '#components/access/grants-editor.tsx';
import { useGrantsError } from '#components/access/grants-error.ts';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import type { ListedMember } from '#components/settings/members/member-tab.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

type ChangeRolesDialogProps = { member: ListedMember | undefined; onClose: () => void };

/** Open while there is somebody to change. */
export function ChangeRolesDialog({ member, onClose }: ChangeRolesDialogProps) {
  const t = useTranslations();
  const formId = useId();
  const change = useChangeRoles(member?.name ?? '', onClose);
  return (
    <Dialog
      isOpen={member !== undefined}
      onOpenChange={() => {
        change.reset();
        onClose();
      }}
      title={t('members.changeRoles')}
      subject={member?.name}
      footer={
        <DialogFooter reason={t('members.withoutRole')}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} intent="primary" isPending={change.isPending}>
            {t('members.changeRoles')}
          </Button>
        </DialogFooter>
      }
    >
      {member ? <RolesForm id={formId} member={member} change={change} /> : null}
    </Dialog>
  );
}

function useChangeRoles(name: string, onChanged: () => void) {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation(
    trpc.members.changeGrants.mutationOptions({
      onSuccess: async () => {
        announce({ text: t('rolesChanged', { name }) });
        onChanged();
        await client.invalidateQueries(trpc.members.pathFilter());
      },
    }),
  );
}

type RolesFormProps = { id: string; member: ListedMember; change: ReturnType<typeof useChangeRoles> };

function RolesForm({ id, member, change }: RolesFormProps) {
  const t = useTranslations('members');
  const [grants, setGrants] = useState(member.grants);
  const grantsError = useGrantsError(change.error);
  const problemText = useProblemText();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    change.mutate({ userId: member.id, grants });
  }

  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-4">
      <GrantsEditor value={grants} onChange={setGrants} error={grantsError} />
      {member.groupGrants.length > 0 ? <Notice kind="note">{t('groupsStay')}</Notice> : null}
      {change.error && !grantsError ? <Notice kind="fail">{problemText(change.error)}</Notice> : null}
    </form>
  );
}
