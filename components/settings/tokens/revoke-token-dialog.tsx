'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import type { Whose } from '#components/settings/tokens/token-list.tsx';
import type { ListedToken } from '#components/settings/tokens/token-table.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

type RevokeTokenDialogProps = { token: ListedToken | undefined; whose: Whose; onClose: () => void };

/** Open while there is a token to ask about. */
export function RevokeTokenDialog({ token, whose, onClose }: RevokeTokenDialogProps) {
  const t = useTranslations('tokens');
  const problemText = useProblemText();
  const name = token?.name ?? '';
  const revoke = useRevoke(whose, name, onClose);
  return (
    <ConfirmDialog
      isOpen={token !== undefined}
      onOpenChange={() => {
        revoke.reset();
        onClose();
      }}
      title={t('revokeTitle', { name })}
      verb={t('revoke')}
      isPending={revoke.isPending}
      error={revoke.error ? problemText(revoke.error) : undefined}
      onConfirm={() => token && revoke.mutate({ tokenId: token.id })}
    >
      {t('revokeLoss')}
    </ConfirmDialog>
  );
}

/** Everybody may end their own; that of another takes an owner. */
function useRevoke(whose: Whose, name: string, onRevoked: () => void) {
  const t = useTranslations('tokens');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  async function onSuccess(): Promise<void> {
    announce({ text: t('revoked', { name }) });
    onRevoked();
    await queryClient.invalidateQueries(trpc.tokens.pathFilter());
  }
  const own = useMutation(trpc.tokens.revoke.mutationOptions({ onSuccess }));
  const any = useMutation(trpc.tokens.revokeAny.mutationOptions({ onSuccess }));
  return whose === 'own' ? own : any;
}
