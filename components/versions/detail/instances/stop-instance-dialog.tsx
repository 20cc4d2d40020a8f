'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { VersionView } from '#server/api/views/version-view.ts';
import { DEFAULT_TIMES } from '#server/domain/times.ts';

/** How long requests have. */
const DRAIN_SECONDS = DEFAULT_TIMES.drainDeadlineMs / 1000;

type StopInstanceDialogProps = { version: VersionView; instanceId: string; onClose: () => void };

/** 停止版本实例: says what becomes of its requests, and that the last one takes the version off the air. */
export function StopInstanceDialog({ version, instanceId, onClose }: StopInstanceDialogProps) {
  const t = useTranslations('instances');
  const trpc = useTRPC();
  const refresh = useRefresh();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const stop = useMutation(
    trpc.scaling.stopInstance.mutationOptions({
      onSuccess: () => {
        refresh();
        announce({ text: t('stopped', { id: instanceId }) });
        onClose();
      },
    }),
  );
  const others = Math.max(0, version.wantedInstances - 1);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('stopTitle', { id: instanceId })}
      verb={t('stopConfirm')}
      isPending={stop.isPending}
      error={stop.error ? problemText(stop.error) : undefined}
      onConfirm={() => stop.mutate({ versionId: version.id, instanceId })}
    >
      <p>{t(others > 0 ? 'stopText' : 'stopLast', { seconds: DRAIN_SECONDS, count: others })}</p>
    </ConfirmDialog>
  );
}
