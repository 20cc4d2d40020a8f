'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { LogView } from '#components/ui/log-view.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

type InstanceLogDialogProps = { versionId: string; instanceId: string; onClose: () => void };

/** 查看日志 of one instance, which may have ended: its last lines, to be searched. */
export function InstanceLogDialog({ versionId, instanceId, onClose }: InstanceLogDialogProps) {
  const t = useTranslations('versionDetail.trouble');
  const common = useTranslations('common');
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('logTitle', { id: instanceId })}
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{common('close')}</Button>
        </DialogFooter>
      }
    >
      <InstanceLog versionId={versionId} instanceId={instanceId} />
    </Dialog>
  );
}

function InstanceLog({ versionId, instanceId }: Omit<InstanceLogDialogProps, 'onClose'>) {
  const t = useTranslations('versionDetail.trouble');
  const trpc = useTRPC();
  const { data, isError } = useQuery(trpc.versions.instanceLog.queryOptions({ versionId, instanceId }));
  if (isError) return <Notice kind="fail">{t('logNotRead')}</Notice>;
  if (!data) return <Skeleton className="h-96 w-full" />;
  return (
    <LogView
      label={t('logLabel')}
      lines={data.lines.map(({ at, level, text }, id) => ({
        id,
        at,
        source: '',
        text,
        level: level === 'error' ? 'error' : 'output',
      }))}
      emptyText={t('logEmpty')}
      className="h-96 overflow-hidden rounded-md border border-line"
    />
  );
}
