'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { pageOf } from '#components/services/list-choice.ts';
import { PagedFoot } from '#components/services/paged-foot.tsx';
import { newVersionPath } from '#components/services/service-paths.ts';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { SplitStrip } from '#components/ui/split-strip.tsx';
import { VERSION_HEADS, VersionTable } from '#components/versions/version-table.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

/** 版本 of a service. */
export function VersionTab({ service }: { service: ServiceView }) {
  const t = useTranslations('versions');
  const trpc = useTRPC();
  const { params, change } = useUrlParams();
  const mayDeploy = useMay('operate', service.environmentId);
  const page = pageOf(params);
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.versions.list.queryOptions({ serviceId: service.id, page }, { placeholderData: keepPreviousData }),
  );
  return (
    <Panel aria-label={t('list')}>
      {data === undefined ? (
        isError ? (
          <ErrorState
            title={t('failed')}
            hint={t('failedHint')}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : (
          <TableSkeleton
            heads={VERSION_HEADS.map((head) => t(head))}
            widths={[104, 56, 72, 24, 96, 96, 64, 64, 96]}
            rows={5}
          />
        )
      ) : data.total === 0 ? (
        <EmptyState
          figure={<SplitStrip shares={[]} size="lg" className="mb-2 w-40" />}
          title={t('empty')}
          hint={t(mayDeploy ? 'emptyHint' : 'emptyHintViewing')}
          action={
            mayDeploy ? (
              <Link href={newVersionPath(service.id)} className={buttonStyle()}>
                {t('newVersion')}
              </Link>
            ) : undefined
          }
        />
      ) : (
        <>
          <VersionTable service={service} versions={data.items} />
          <PagedFoot
            page={page}
            total={data.total}
            pageSize={data.pageSize}
            onTurn={(to) => change({ page: to === 1 ? undefined : String(to) })}
          >
            {t('count', { count: data.total })}
          </PagedFoot>
        </>
      )}
    </Panel>
  );
}
