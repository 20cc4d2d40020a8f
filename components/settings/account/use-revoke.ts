'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** Ends one of one's sessions, or all others; the list is read anew, also where another tab was quicker. */
export function useRevoke(onOthersRevoked?: () => void) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: trpc.account.sessions.queryKey() });
  const revoke = useMutation(
    trpc.account.revokeSession.mutationOptions({
      onSuccess: () => announce({ text: t('revoked') }),
      onSettled,
    }),
  );
  const revokeOthers = useMutation(
    trpc.account.revokeOtherSessions.mutationOptions({
      onSuccess: ({ count }) => {
        announce({ text: t('othersRevoked', { count }) });
        onOthersRevoked?.();
      },
      onSettled,
    }),
  );
  return { revoke, revokeOthers };
}
