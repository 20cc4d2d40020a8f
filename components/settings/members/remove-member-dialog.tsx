'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import type { ListedMember } from '#components/settings/members/member-tab.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

type RemoveMemberDialogProps = { member: ListedMember | undefined; onClose: () => void };

/** Open while there is somebody to ask about. */
export function RemoveMemberDialog({ member, onClose }: RemoveMemberDialogProps) {
  const t = useTranslations('members');
  const remove = useRemoveMember(member?.name ?? '', onClose);
  const problemText = useProblemText();
  return (
    <ConfirmDialog
      isOpen={member !== undefined}
      onOpenChange={() => {
        remove.reset();
        onClose();
      }}
      title={t('removeTitle', { name: member?.name ?? '' })}
      verb={t('remove')}
      isPending={remove.isPending}
      error={remove.error ? problemText(remove.error) : undefined}
      onConfirm={() => member && remove.mutate({ userId: member.id })}
    >
      <div className="grid gap-2">
        <p>{t('removeLoss', { email: member?.email ?? '' })}</p>
        <p>{t('removeStays')}</p>
        {member?.signsInBy.includes('single-sign-on') ? <p>{t('removeGroups')}</p> : null}
      </div>
    </ConfirmDialog>
  );
}

function useRemoveMember(name: string, onRemoved: () => void) {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        announce({ text: t('removed', { name }) });
        onRemoved();
        await client.invalidateQueries(trpc.members.pathFilter());
      },
    }),
  );
}
