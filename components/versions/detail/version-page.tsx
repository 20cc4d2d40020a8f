'use client';
// 版本详情: what a version is made of, what runs of it, and how it was deployed. Versions are never edited: what one
// can do here is visit it, hand its test address on, start a new one from it, or delete it.
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { useLiveService } from '#components/services/use-refresh.ts';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import { InstanceTab } from '#components/versions/detail/instance-tab.tsx';
import { RecordTab } from '#components/versions/detail/record-tab.tsx';
import { SpecTab } from '#components/versions/detail/spec-tab.tsx';
import { VersionHeader } from '#components/versions/detail/version-header.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

const TABS = ['spec', 'instances', 'deployments'] as const;

export function VersionPage({ serviceId, versionId }: { serviceId: string; versionId: string }) {
  const trpc = useTRPC();
  const service = useQuery(trpc.services.get.queryOptions({ serviceId }));
  const version = useQuery(trpc.versions.get.queryOptions({ versionId }));
  const error = version.error ?? service.error;
  const silence = version.failureReason ?? service.failureReason;
  useLiveService(serviceId);
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
  const tab = TABS.find((candidate) => candidate === params.get('tab')) ?? 'spec';
  usePageEnvironment(service.environmentId);
  return (
    <>
      <VersionHeader service={service} version={version} />
      <Tabs
        aria-label={t('tabs')}
        value={tab}
        onChange={(to) => change({ tab: to === 'spec' ? undefined : to, page: undefined })}
        tabs={[
          { value: 'spec', label: t('tabSpec') },
          { value: 'instances', label: t('tabInstances'), count: version.readyInstances },
          { value: 'deployments', label: t('tabDeployments') },
        ]}
      >
        <TabPanel value="spec">
          <SpecTab version={version} />
        </TabPanel>
        <TabPanel value="instances">
          <InstanceTab versionId={version.id} />
        </TabPanel>
        <TabPanel value="deployments">
          <RecordTab version={version} />
        </TabPanel>
      </Tabs>
    </>
  );
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
