'use client';
import { useTranslations } from 'use-intl/react';
import { problemOf } from '#components/api/problem.ts';
import { servicePath, versionPath } from '#components/services/service-paths.ts';
import { useLiveService } from '#components/services/use-refresh.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { EditVersionForm } from '#components/versions/edit-version/edit-version-form.tsx';
import { NeverLive } from '#components/versions/edit-version/never-live.tsx';
import { type EditFacts, useEditFacts } from '#components/versions/edit-version/use-edit-facts.ts';

/** 编辑配置并重新部署 of a version (S2-10 … S2-15). */
export function EditVersionPage({ serviceId, versionId }: { serviceId: string; versionId: string }) {
  const { facts, failure, isRetrying = false, retry } = useEditFacts(serviceId, versionId);
  useLiveService(serviceId);
  if (facts?.version.serviceId === serviceId) return <Filled facts={facts} />;
  if (facts || problemOf(failure)) return <NotFound />;
  return failure ? <NotRead isRetrying={isRetrying} onRetry={retry} /> : <Loading />;
}

function Filled({ facts: { service, version, ...machine } }: { facts: EditFacts }) {
  const t = useTranslations('editVersion');
  usePageEnvironment(service.environmentId);
  return (
    <>
      <PageHeader
        crumbs={
          <Crumbs
            items={[
              { label: t('services'), href: '/services' },
              { label: service.name, href: servicePath(service.id) },
              { label: version.name, href: versionPath(service.id, version.id) },
              { label: t('title') },
            ]}
          />
        }
        title={t('title')}
        beside={<span className="text-ink-3">{version.name}</span>}
      />
      {version.canServe ? (
        <EditVersionForm facts={{ service, version, ...machine }} />
      ) : (
        <NeverLive service={service} version={version} />
      )}
    </>
  );
}

function NotRead({ isRetrying, onRetry }: { isRetrying: boolean; onRetry: () => void }) {
  const t = useTranslations('editVersion');
  return (
    <>
      <PageHeader title={t('title')} />
      <Panel aria-label={t('title')}>
        <ErrorState title={t('notRead')} hint={t('notReadHint')} onRetry={onRetry} isRetrying={isRetrying} />
      </Panel>
    </>
  );
}

function Loading() {
  const t = useTranslations('editVersion');
  return (
    <div aria-busy="true">
      <PageHeader title={t('title')} />
      <div className="grid grid-cols-[minmax(0,1fr)_376px] gap-4 narrow:grid-cols-[minmax(0,1fr)]">
        <Panel aria-label={t('title')} className="grid h-160 content-start gap-6 p-4">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
            <Skeleton key={row} width={480} />
          ))}
        </Panel>
        <Panel aria-label={t('compare')} className="grid h-80 content-start gap-4 p-4">
          {['a', 'b', 'c'].map((row) => (
            <Skeleton key={row} width={240} />
          ))}
        </Panel>
      </div>
    </div>
  );
}
