'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** 暂停服务 and 恢复服务: off the air and back, shares untouched. */
export function PauseDialog({
  service,
  isPausing,
  onClose,
}: {
  service: { id: string; name: string };
  isPausing: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('services');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const announce = useAnnounce();
  const refresh = useRefresh();
  const { name } = service;
  const done = {
    onSuccess: () => {
      refresh();
      onClose();
      announce({ text: isPausing ? t('paused', { name }) : t('resumed', { name }) });
    },
  };
  const pause = useMutation(trpc.services.pause.mutationOptions(done));
  const resume = useMutation(trpc.services.resume.mutationOptions(done));
  const { mutate, isPending, error } = isPausing ? pause : resume;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isPausing ? t('pauseTitle', { name }) : t('resumeTitle', { name })}
      verb={isPausing ? t('pause') : t('resume')}
      intent={isPausing ? 'danger-fill' : 'primary'}
      onConfirm={() => mutate({ serviceId: service.id })}
      isPending={isPending}
      error={error ? problemText(error) : undefined}
    >
      {isPausing ? t('pauseLoss') : t('resumeEffect')}
    </ConfirmDialog>
  );
}
