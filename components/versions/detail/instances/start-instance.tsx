'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { VersionView } from '#server/api/views/version-view.ts';

/** 启动版本实例 of 手动启停实例: one more than there are to be. */
export function StartInstance({ version }: { version: VersionView }) {
  const t = useTranslations('instances');
  const trpc = useTRPC();
  const refresh = useRefresh();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const counts = useQuery(trpc.scaling.get.queryOptions({ serviceId: version.serviceId })).data?.manualCounts;
  const start = useMutation(
    trpc.scaling.startInstance.mutationOptions({
      onSuccess: () => {
        refresh();
        announce({ text: t('started') });
      },
    }),
  );
  const { maxReplicas: max } = version.spec;
  const isFull = (counts?.[version.id] ?? version.wantedInstances) >= max;
  return (
    <>
      {start.error ? <Notice kind="fail">{problemText(start.error)}</Notice> : null}
      <Button
        size="sm"
        isPending={start.isPending}
        disabledReason={isFull ? t('startFull', { max }) : undefined}
        onClick={() => start.mutate({ versionId: version.id })}
      >
        <Plus className="size-4" aria-hidden />
        {t('start')}
      </Button>
    </>
  );
}
