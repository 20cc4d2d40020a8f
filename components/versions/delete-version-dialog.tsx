'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** 删除版本: its number is never used again (S3-58). */
export function DeleteVersionDialog({
  version,
  onClose,
  onDeleted,
}: {
  version: { id: string; name: string };
  onClose: () => void;
  /** Leaves the page of what is gone; without it the page reads again. */
  onDeleted?: () => void;
}) {
  const t = useTranslations('versionDetail');
  const trpc = useTRPC();
  const refresh = useRefresh();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const remove = useMutation(
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
      verb={t('delete')}
      onConfirm={() => remove.mutate({ versionId: version.id })}
      isPending={remove.isPending}
      error={remove.error ? problemText(remove.error) : undefined}
    >
      {t('deleteText')}
    </ConfirmDialog>
  );
}
