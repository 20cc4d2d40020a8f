'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

/** 取消部署, with what follows from it (S3-23). */
export function CancelDeployment({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button intent="danger" onClick={() => setAsking(true)}>
        {t('cancel')}
      </Button>
      {isAsking ? (
        <CancelDialog
          deployment={{ ...deployment, isUpdate: deployment.kind !== 'new-version' }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

type Cancelled = Pick<DeploymentView, 'id' | 'versionName'> & {
  /** It replaces what serves already. */
  isUpdate: boolean;
  service: { serving: readonly unknown[] };
};

/** Asks before a deployment is cancelled; mounted while it is open. */
export function CancelDialog({ deployment, onClose }: { deployment: Cancelled; onClose: () => void }) {
  const t = useTranslations('deployments');
  const trpc = useTRPC();
  const refresh = useRefresh();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const name = deployment.versionName;
  const cancel = useMutation(
    trpc.deployments.cancel.mutationOptions({
      onSuccess: () => {
        refresh();
        onClose();
        announce({ text: t('cancelDone', { name }) });
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('cancelTitle', { name })}
      verb={t('cancel')}
      onConfirm={() => cancel.mutate({ deploymentId: deployment.id })}
      isPending={cancel.isPending}
      error={cancel.error ? problemText(cancel.error) : undefined}
    >
      {t(consequenceOf(deployment))}
    </ConfirmDialog>
  );
}

function consequenceOf({ isUpdate, service }: Cancelled) {
  if (isUpdate) return 'cancelUpdateText';
  return service.serving.length > 0 ? 'cancelText' : 'cancelFirstText';
}
