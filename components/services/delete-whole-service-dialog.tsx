'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { ConfirmDeletion, type DeleteServiceProps } from '#components/services/delete-service-dialog.tsx';
import { ServiceLosses } from '#components/services/service-losses.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** 删除服务 with all that is in it, from the bottom of 服务设置 (S3-42): nothing is deleted before it was listed. */
export function DeleteWholeServiceDialog(props: DeleteServiceProps) {
  const t = useTranslations('services');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const { data, error } = useQuery(
    trpc.services.deletion.queryOptions({ serviceId: props.service.id }, { staleTime: 0 }),
  );
  return (
    <ConfirmDeletion {...props} mode="whole" isReady={data !== undefined}>
      <div className="grid gap-3">
        <p>{t('wholeLoss')}</p>
        {data ? <ServiceLosses losses={data} /> : null}
        {!data && error ? <Notice kind="fail">{problemText(error)}</Notice> : null}
        {!data && !error ? <Skeleton className="h-40 w-full" /> : null}
      </div>
    </ConfirmDeletion>
  );
}
