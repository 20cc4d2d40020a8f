'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** 删除版本: names what is lost. `onDeleted` leaves the page of a version that is gone. */
export function DeleteVersionDialog({
  version,
  onClose,
  onDeleted,
}: {
  version: { id: string; name: string };
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
}) {
  const t = useTranslations('versionDetail');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const announce = useAnnounce();
  const refresh = useRefresh();
  const { mutate, isPending, error } = useMutation(
    trpc.versions.delete.mutationOptions({
      onSuccess: () => {
        onClose();
        announce({ text: t('deleted', { name: version.name }) });
        if (onDeleted) onDeleted();
        else refresh();
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('deleteTitle', { name: version.name })}
      verb={t('deleteConfirm')}
      onConfirm={() => mutate({ versionId: version.id })}
      isPending={isPending}
      error={error ? problemText(error) : undefined}
    >
      {t('deleteText')}
    </ConfirmDialog>
  );
}
