'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { LogTab } from '#components/logs/log-tab.tsx';
import { MetricsTab } from '#components/metrics/metrics-tab.tsx';
import { RequestTab } from '#components/requests/request-tab.tsx';
import { DeploymentTab } from '#components/services/deployment-tab.tsx';
import { type ServiceDialogKind, ServiceDialogs } from '#components/services/service-dialogs.tsx';
import { ServiceHeader } from '#components/services/service-header.tsx';
import { ServiceNotRead, ServiceSkeleton } from '#components/services/service-not-read.tsx';
import { SERVICE_TABS } from '#components/services/service-paths.ts';
import { SettingsTab } from '#components/services/settings-tab.tsx';
import { useFreshService } from '#components/services/use-refresh.ts';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { TrafficPanel } from '#components/traffic/traffic-panel.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import { VersionTab } from '#components/versions/version-tab.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

/** 服务详情: header, live traffic, and the tabs. */
export function ServicePage({ serviceId }: { serviceId: string }) {
  const trpc = useTRPC();
  const { data, error, isFetching, refetch } = useQuery(trpc.services.get.queryOptions({ serviceId }));
  useFreshService(serviceId);
  const isGone = problemOf(error)?.code === 'not_found';
  if (data && !isGone) return <Loaded service={data} />;
  if (!error) return <ServiceSkeleton />;
  return <ServiceNotRead isGone={isGone} isRetrying={isFetching} onRetry={() => void refetch()} />;
}

function Loaded({ service }: { service: ServiceView }) {
  const router = useRouter();
  const { params, change } = useUrlParams();
  const [chosen, setOpen] = useState<ServiceDialogKind>();
  /** `?traffic=1` is how other places lead to 流量配置. */
  const open = chosen ?? (params.has('traffic') ? 'traffic' : undefined);
  usePageEnvironment(service.environmentId);
  return (
    <>
      <ServiceHeader service={service} onOpen={setOpen} />
      <TrafficPanel service={service} onOpen={setOpen} />
      <ServiceTabs service={service} onOpen={setOpen} />
      {open === undefined ? null : (
        <ServiceDialogs
          service={service}
          kind={open}
          onClose={() => {
            setOpen(undefined);
            change({ traffic: undefined });
          }}
          onDeleted={() => router.replace('/services')}
        />
      )}
    </>
  );
}

function ServiceTabs({
  service,
  onOpen,
}: {
  service: ServiceView;
  onOpen: (kind: ServiceDialogKind) => void;
}) {
  const t = useTranslations('serviceDetail');
  const { params, change } = useUrlParams();
  const tab = SERVICE_TABS.find((candidate) => candidate === params.get('tab')) ?? 'versions';
  return (
    <Tabs
      aria-label={t('tabs')}
      value={tab}
      onChange={(to) => change({ tab: to === 'versions' ? undefined : to, page: undefined })}
      tabs={SERVICE_TABS.map((value) => ({
        value,
        label: t(value),
        count: value === 'versions' ? service.versionCount : undefined,
      }))}
    >
      <TabPanel value="versions">
        <VersionTab service={service} />
      </TabPanel>
      <TabPanel value="logs">
        <LogTab service={service} />
      </TabPanel>
      <TabPanel value="metrics">
        <MetricsTab service={service} />
      </TabPanel>
      <TabPanel value="requests">
        <RequestTab serviceId={service.id} />
      </TabPanel>
      <TabPanel value="deployments">
        <DeploymentTab serviceId={service.id} />
      </TabPanel>
      <TabPanel value="settings">
        <SettingsTab service={service} onOpen={onOpen} />
      </TabPanel>
    </Tabs>
  );
}
