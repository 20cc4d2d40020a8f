'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** 删除服务: names what is lost for ever, and asks for the name. */
export function DeleteServiceDialog({
  service,
  onClose,
  onDeleted,
}: {
  service: { id: string; name: string; url: string };
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
}) {
  const t = useTranslations('services');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const announce = useAnnounce();
  const refresh = useRefresh();
  const { mutate, isPending, error } = useMutation(
    trpc.services.delete.mutationOptions({
      onSuccess: () => {
        onClose();
        announce({ text: t('deleted', { name: service.name }) });
        if (onDeleted) onDeleted();
        else refresh();
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('deleteTitle', { name: service.name })}
      verb={t('delete')}
      typedName={service.name}
      onConfirm={() => mutate({ serviceId: service.id })}
      isPending={isPending}
      error={error ? problemText(error) : undefined}
    >
      {t('deleteLoss', { host: new URL(service.url).hostname })}
    </ConfirmDialog>
  );
}
