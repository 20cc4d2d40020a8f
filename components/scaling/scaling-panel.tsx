'use client';
// 自动伸缩配置 of a service (console-spec 6.1, 1.13): which of the five modes, and what belongs to the chosen one. How
// far a version may scale and by which conditions is its own configuration.
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { ScalingForm } from '#components/scaling/scaling-form.tsx';
import { ScalingText } from '#components/scaling/scaling-text.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** Rules become active and end by the clock, of which nobody tells. */
const READ_AGAIN_MS = 30_000;

export function ScalingPanel({ service }: { service: { id: string; environmentId: string } }) {
  const t = useTranslations('scaling');
  const trpc = useTRPC();
  const mayOperate = useMay('operate', service.environmentId);
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.scaling.get.queryOptions({ serviceId: service.id }, { refetchInterval: READ_AGAIN_MS }),
  );
  return (
    <PanelSection title={t('title')}>
      {data === undefined ? (
        isError ? (
          <ErrorState
            title={t('failed')}
            hint={t('failedHint')}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : (
          <Skeleton className="h-80 w-full max-w-180" />
        )
      ) : mayOperate ? (
        <ScalingForm serviceId={service.id} scaling={data} />
      ) : (
        <ScalingText scaling={data} />
      )}
    </PanelSection>
  );
}
