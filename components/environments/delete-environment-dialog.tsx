'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import type { ListedEnvironment } from '#components/environments/environment-table.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** Open while there is an environment to ask about. */
export function DeleteEnvironmentDialog({
  environment,
  onClose,
}: {
  environment: ListedEnvironment | undefined;
  onClose: () => void;
}) {
  const t = useTranslations('environments');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const remove = useMutation(
    trpc.environments.delete.mutationOptions({
      onSuccess: async () => {
        announce({ text: t('deleted', { name: environment?.alias ?? '' }) });
        onClose();
        await queryClient.invalidateQueries({ queryKey: trpc.environments.list.queryKey() });
        router.refresh();
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen={environment !== undefined}
      onOpenChange={() => {
        remove.reset();
        onClose();
      }}
      title={t('deleteTitle', { name: environment?.alias ?? '' })}
      verb={t('delete')}
      isPending={remove.isPending}
      error={remove.error ? problemText(remove.error) : undefined}
      onConfirm={() => environment && remove.mutate({ environmentId: environment.id })}
    >
      {t('deleteLoss')}
    </ConfirmDialog>
  );
}
