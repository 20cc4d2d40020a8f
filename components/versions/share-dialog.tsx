'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { absoluteTime } from '#components/ui/relative-time.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** 分享测试链接: a link to the version's test address that needs no signing in, until it expires. */
export function ShareDialog({
  version,
  onClose,
}: {
  version: { id: string; name: string };
  onClose: () => void;
}) {
  const t = useTranslations();
  const trpc = useTRPC();
  const problemText = useProblemText();
  const { mutate, data, error } = useMutation(trpc.versions.share.mutationOptions());
  useEffect(() => mutate({ versionId: version.id }), [mutate, version.id]);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="narrow"
      title={t('versionDetail.shareTitle', { name: version.name })}
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </DialogFooter>
      }
    >
      {data ? (
        <div className="grid gap-3">
          <TextField
            label={t('versionDetail.shareLink')}
            readOnly
            value={data.url}
            onFocus={(event) => event.target.select()}
            end={<CopyButton text={data.url} label={t('versionDetail.copyLink')} />}
          />
          <p>{t('versionDetail.shareText', { until: absoluteTime(data.expiresAt) })}</p>
        </div>
      ) : error ? (
        <Notice kind="fail">{problemText(error)}</Notice>
      ) : (
        <Skeleton className="my-8 w-full" />
      )}
    </Dialog>
  );
}
