'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { rulesOf } from '#components/traffic/rules-of.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

/** 放弃灰度: all traffic back to the oldest version that has some (S3-32). */
export function AbandonDialog({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const problemText = useProblemText();
  const announce = useAnnounce();
  const refresh = useRefresh();
  const [oldest, ...newer] = service.serving;
  const base = oldest?.name ?? '';
  const { count } = rulesOf(service.serving);
  const others = newer.map(({ name }) => name).join(t('common.listComma'));
  const { mutate, isPending, error } = useMutation(
    trpc.traffic.abandonGray.mutationOptions({
      onSuccess: () => {
        onClose();
        announce({ text: t('traffic.abandoned', { base }) });
      },
      onSettled: refresh,
    }),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('traffic.abandonTitle')}
      verb={t('traffic.abandon')}
      onConfirm={() => mutate({ serviceId: service.id, generation: service.generation })}
      isPending={isPending}
      error={error ? problemText(error) : undefined}
    >
      {count > 0
        ? t('traffic.abandonLossRules', { base, others, count })
        : t('traffic.abandonLoss', { base, others })}
    </ConfirmDialog>
  );
}
