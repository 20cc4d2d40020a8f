'use client';
import { useMutation } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { deploymentPath } from '#components/services/service-paths.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { ComparisonView } from '#components/versions/detail/history/comparison.tsx';
import { trafficWords } from '#components/versions/detail/history/traffic-words.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import { runningReplicas } from '#server/domain/spec.ts';

type RollBackProps = { service: ServiceView; version: VersionView; comparison: ComparisonView };

/** 回滚到快照 n; where that cannot be, the button says why. */
export function RollBackSnapshot({ service, version, comparison }: RollBackProps) {
  const t = useTranslations('history');
  const [isAsking, setAsking] = useState(false);
  const { snapshot, image } = comparison;
  const refusal =
    image === 'gone' ? 'imageGoneShort' : service.runningDeploymentId === null ? undefined : 'busy';
  return (
    <>
      <Button intent="primary" disabledReason={refusal && t(refusal)} onClick={() => setAsking(true)}>
        <Undo2 className="size-4" aria-hidden />
        {t('rollBackTo', { number: snapshot.number })}
      </Button>
      {isAsking ? (
        <RollBackDialog version={version} snapshot={snapshot} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}

type DialogProps = {
  version: VersionView;
  snapshot: ComparisonView['snapshot'];
  onClose: () => void;
};

/** Says what will happen, the risks among it (S2-19, S2-22 … S2-24). */
function RollBackDialog({ version, snapshot, onClose }: DialogProps) {
  const t = useTranslations('history');
  const problemText = useProblemText();
  const { number } = snapshot;
  const rollBack = useRollBack(version, number);
  const count = runningReplicas(snapshot.spec);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('confirmTitle', { name: version.name, number })}
      verb={t('rollBackTo', { number })}
      intent="primary"
      onConfirm={() => rollBack.mutate({ versionId: version.id, snapshotNumber: number })}
      isPending={rollBack.isPending || rollBack.isSuccess}
      error={rollBack.error ? problemText(rollBack.error) : undefined}
    >
      <ul className="grid list-disc gap-1.5 pl-5">
        <li>{t('confirmOneByOne', { number, count })}</li>
        <li>{t('confirmTraffic', trafficWords(version))}</li>
        <li>{t('confirmMixed')}</li>
        <li>{t('confirmRestore')}</li>
        <li>{t('confirmCapacity')}</li>
      </ul>
    </ConfirmDialog>
  );
}

/** Begins it and leads to its deployment. */
function useRollBack({ name, serviceId }: VersionView, number: number) {
  const t = useTranslations('history');
  const trpc = useTRPC();
  const router = useRouter();
  const refresh = useRefresh();
  const announce = useAnnounce();
  return useMutation(
    trpc.history.rollBack.mutationOptions({
      onSuccess: ({ deploymentId }) => {
        refresh();
        announce({ text: t('started', { name, number }) });
        router.push(deploymentPath(serviceId, deploymentId));
      },
    }),
  );
}
