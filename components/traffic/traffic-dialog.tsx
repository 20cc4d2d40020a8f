'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { TrafficEditor } from '#components/traffic/traffic-editor.tsx';
import { type TrafficService, useOpeningState } from '#components/traffic/use-traffic-state.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const SKELETON_AFTER_MS = 200;

/** 流量配置 by percentage (S0-15 … S0-17). Opens on what is read at that moment, in one step where that is quick. */
export function TrafficDialog({ service, onClose }: { service: TrafficService; onClose: () => void }) {
  const { data, isError, isFetching, refetch } = useOpeningState(service.id);
  const isLate = useIsAfter(SKELETON_AFTER_MS);
  if (data) return <TrafficEditor service={service} opening={data} onClose={onClose} />;
  if (!isLate) return null;
  return (
    <Opening
      service={service}
      onClose={onClose}
      isFailed={isError}
      isRetrying={isFetching}
      onRetry={() => void refetch()}
    />
  );
}

function useIsAfter(ms: number): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAfter(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isAfter;
}

function Opening({
  service,
  onClose,
  isFailed,
  isRetrying,
  onRetry,
}: {
  service: TrafficService;
  onClose: () => void;
  isFailed: boolean;
  isRetrying: boolean;
  onRetry: () => void;
}) {
  const t = useTranslations();
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('traffic.dialog')}
      subject={service.name}
    >
      {isFailed ? (
        <ErrorState
          title={t('traffic.loadFailed')}
          hint={t('services.failedHint')}
          onRetry={onRetry}
          isRetrying={isRetrying}
        />
      ) : (
        <div className="grid min-h-96 content-start gap-6 pb-6" aria-busy="true">
          {['w-60', 'w-full', 'w-full', 'w-full'].map((width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars are alike
            <Skeleton key={index} className={width} />
          ))}
        </div>
      )}
    </Dialog>
  );
}
