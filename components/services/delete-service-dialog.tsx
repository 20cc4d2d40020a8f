'use client';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

export type DeleteServiceProps = {
  service: { id: string; name: string; url: string };
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
};

/** 删除服务 without versions: names what is lost for ever, and asks for the name (D-V8, S3-62). */
export function DeleteServiceDialog(props: DeleteServiceProps) {
  const t = useTranslations('services');
  return (
    <ConfirmDeletion {...props} mode="empty" isReady>
      {t('deleteLoss', { host: new URL(props.service.url).hostname })}
    </ConfirmDeletion>
  );
}

type ConfirmDeletionProps = DeleteServiceProps & {
  mode: 'empty' | 'whole';
  /** What would be lost is on screen. */
  isReady: boolean;
  children: ReactNode;
};

/** The question, the name to type, and the deletion itself. */
export function ConfirmDeletion({
  service,
  onClose,
  onDeleted,
  mode,
  isReady,
  children,
}: ConfirmDeletionProps) {
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
      onConfirm={() => isReady && mutate({ serviceId: service.id, mode, name: service.name })}
      isPending={isPending}
      error={error ? problemText(error) : undefined}
    >
      {children}
    </ConfirmDialog>
  );
}
