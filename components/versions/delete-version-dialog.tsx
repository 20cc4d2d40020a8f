'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf, useProblemText } from '#components/api/problem.ts';
import { trafficPath } from '#components/services/service-paths.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** 删除版本: names what is lost. `onDeleted` leaves the page of a version that is gone. */
export function DeleteVersionDialog({
  version,
  onClose,
  onDeleted,
}: {
  version: { id: string; serviceId: string; name: string };
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
}) {
  const t = useTranslations('versionDetail');
  const trpc = useTRPC();
  const announce = useAnnounce();
  const refresh = useRefresh();
  const { mutate, isPending, error } = useMutation(
    trpc.versions.delete.mutationOptions({
      onSuccess: () => {
        onClose();
        announce({ text: t('deleted', { name: version.name }) });
        if (onDeleted) onDeleted();
        else refresh();
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('deleteTitle', { name: version.name })}
      verb={t('deleteConfirm')}
      onConfirm={() => mutate({ versionId: version.id })}
      isPending={isPending}
      error={error ? <Refusal error={error} serviceId={version.serviceId} onLeave={onClose} /> : undefined}
    >
      {t('deleteText')}
    </ConfirmDialog>
  );
}

/** Where traffic is what speaks against it, the way to 流量配置 is offered (console-spec 7). */
function Refusal({ error, serviceId, onLeave }: { error: unknown; serviceId: string; onLeave: () => void }) {
  const t = useTranslations('versions');
  const text = useProblemText()(error);
  if (problemOf(error)?.code !== 'version_has_traffic') return text;
  return (
    <>
      {text}{' '}
      <Link href={trafficPath(serviceId)} onClick={onLeave} className="whitespace-nowrap underline">
        {t('configureTraffic')}
      </Link>
    </>
  );
}
