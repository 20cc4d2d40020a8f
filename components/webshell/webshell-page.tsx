'use client';
// Webshell (console-spec P-V4): first what there is to know before one opens it, then a terminal in the instance.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { useMay } from '#components/api/use-may.ts';
import { servicePath, versionPath } from '#components/services/service-paths.ts';
import { useFreshService } from '#components/services/use-refresh.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TerminalPanel } from '#components/webshell/terminal-panel.tsx';
import { WebshellWarnings } from '#components/webshell/webshell-warnings.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

type WebshellPageProps = { serviceId: string; versionId: string; instanceId: string };

export function WebshellPage({ serviceId, versionId, instanceId }: WebshellPageProps) {
  const trpc = useTRPC();
  const service = useQuery(trpc.services.get.queryOptions({ serviceId }));
  const version = useQuery(trpc.versions.get.queryOptions({ versionId }));
  useFreshService(serviceId);
  const mayOperate = useMay('operate', service.data?.environmentId ?? null);
  if (service.data && version.data) {
    if (!mayOperate || version.data.serviceId !== serviceId) return <NotFound />;
    return <Known service={service.data} version={version.data} instanceId={instanceId} />;
  }
  const failed = [service, version].find(({ isError }) => isError);
  if (!failed) return <Skeleton className="h-96" />;
  return problemOf(failed.error) ? <NotFound /> : <NotRead onRetry={() => void failed.refetch()} />;
}

function NotRead({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations('webshell');
  return (
    <Panel aria-label={t('title')}>
      <ErrorState title={t('notRead')} hint={t('notReadHint')} onRetry={onRetry} isRetrying={false} />
    </Panel>
  );
}

type KnownProps = { service: ServiceView; version: VersionView; instanceId: string };

function Known({ service, version, instanceId }: KnownProps) {
  const t = useTranslations('webshell');
  const [isWanted, setIsWanted] = useState(false);
  usePageEnvironment(service.environmentId);
  const instances = versionPath(service.id, version.id, 'instances');
  return (
    <>
      <PageHeader
        crumbs={
          <Crumbs
            items={[
              { label: t('services'), href: '/services' },
              { label: service.name, href: servicePath(service.id) },
              { label: version.name, href: instances },
              { label: t('title') },
            ]}
          />
        }
        title={t('title')}
        beside={<span className="min-w-0 break-all font-mono text-ink-3 text-xs">{instanceId}</span>}
      />
      {isWanted ? (
        <TerminalPanel versionId={version.id} instanceId={instanceId} instancesPath={instances} />
      ) : (
        <WebshellWarnings onOpen={() => setIsWanted(true)} />
      )}
    </>
  );
}
