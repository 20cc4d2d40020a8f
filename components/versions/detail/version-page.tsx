'use client';
// 版本详情: what a version is made of, what runs of it, what it was before, and how it was deployed. A snapshot is never
// edited: to edit a version is to deploy a new snapshot of it, to roll it back is to deploy an older one.
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { VERSION_TABS } from '#components/services/service-paths.ts';
import { useFreshService } from '#components/services/use-refresh.ts';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import { HistoryTab } from '#components/versions/detail/history/history-tab.tsx';
import { InstanceTab } from '#components/versions/detail/instances/instance-tab.tsx';
import { RecordTab } from '#components/versions/detail/record-tab.tsx';
import { SpecTab } from '#components/versions/detail/spec-tab.tsx';
import { TroubleNotice } from '#components/versions/detail/trouble/trouble-notice.tsx';
import { VersionHeader } from '#components/versions/detail/version-header.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

export function VersionPage({ serviceId, versionId }: { serviceId: string; versionId: string }) {
  const trpc = useTRPC();
  const service = useQuery(trpc.services.get.queryOptions({ serviceId }));
  const version = useQuery(trpc.versions.get.queryOptions({ versionId }));
  const error = version.error ?? service.error;
  const silence = version.failureReason ?? service.failureReason;
  useFreshService(serviceId);
  if (problemOf(error)) return <NotFound />;
  if (service.data && version.data) return <Shown service={service.data} version={version.data} />;
  if (!silence) return <Loading />;
  return (
    <NotRead
      isRetrying={version.isFetching || service.isFetching}
      onRetry={() => void Promise.all([version.refetch(), service.refetch()])}
    />
  );
}

function Shown({ service, version }: { service: ServiceView; version: VersionView }) {
  const t = useTranslations('versionDetail');
  const { params, change } = useUrlParams();
  const tab = VERSION_TABS.find((candidate) => candidate === params.get('tab')) ?? 'spec';
  const historyCount = useHistoryCount(version.id);
  usePageEnvironment(service.environmentId);
  return (
    <>
      <VersionHeader service={service} version={version} />
      <TroubleNotice service={service} version={version} />
      <Tabs
        aria-label={t('tabs')}
        value={tab}
        onChange={(to) =>
          change({ tab: to === 'spec' ? undefined : to, page: undefined, snapshot: undefined })
        }
        tabs={[
          { value: 'spec', label: t('tabSpec') },
          { value: 'instances', label: t('tabInstances'), count: version.readyInstances },
          { value: 'history', label: t('tabHistory'), count: historyCount },
          { value: 'deployments', label: t('tabDeployments') },
        ]}
      >
        <TabPanel value="spec">
          <SpecTab service={service} version={version} />
        </TabPanel>
        <TabPanel value="instances">
          <InstanceTab service={service} version={version} />
        </TabPanel>
        <TabPanel value="history">
          <HistoryTab service={service} version={version} />
        </TabPanel>
        <TabPanel value="deployments">
          <RecordTab version={version} />
        </TabPanel>
      </Tabs>
    </>
  );
}

/** Undefined until it is known. */
function useHistoryCount(versionId: string): number | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.history.list.queryOptions({ versionId, page: 1 })).data?.total;
}

function NotRead({ isRetrying, onRetry }: { isRetrying: boolean; onRetry: () => void }) {
  const t = useTranslations('versionDetail');
  return (
    <>
      <h1 className="sr-only">{t('tabs')}</h1>
      <Panel aria-label={t('tabs')}>
        <ErrorState title={t('notRead')} hint={t('notReadHint')} onRetry={onRetry} isRetrying={isRetrying} />
      </Panel>
    </>
  );
}

function Loading() {
  const t = useTranslations('versionDetail');
  return (
    <div aria-busy="true">
      <PageHeader
        title={
          <>
            <span className="sr-only">{t('tabs')}</span>
            <Skeleton width={200} className="h-6" />
          </>
        }
        meta={<Skeleton width={320} />}
      />
      <Panel aria-label={t('information')} className="mt-18 grid h-80 content-start gap-6 p-4">
        {['a', 'b', 'c', 'd', 'e'].map((row) => (
          <Skeleton key={row} width={420} />
        ))}
      </Panel>
    </div>
  );
}
