'use client';
import { useTranslations } from 'use-intl/react';
import { problemOf } from '#components/api/problem.ts';
import { useMay } from '#components/api/use-may.ts';
import { servicePath, versionPath } from '#components/services/service-paths.ts';
import { useFreshService } from '#components/services/use-refresh.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { EditVersionForm } from '#components/versions/edit-version/edit-version-form.tsx';
import { NeverLive } from '#components/versions/edit-version/never-live.tsx';
import { type EditFacts, useEditFacts } from '#components/versions/edit-version/use-edit-facts.ts';
import { FormLoading, FormNotRead } from '#components/versions/spec-form/page-states.tsx';

/** 编辑配置并重新部署 of a version (S2-10 … S2-15). */
export function EditVersionPage({ serviceId, versionId }: { serviceId: string; versionId: string }) {
  const { facts, failure, isRetrying = false, retry } = useEditFacts(serviceId, versionId);
  useFreshService(serviceId);
  const mayDeploy = useMay('operate', facts?.service.environmentId ?? null);
  if (mayDeploy && facts?.version.serviceId === serviceId) return <Filled facts={facts} />;
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
    <FormNotRead
      title={t('title')}
      what={t('notRead')}
      hint={t('notReadHint')}
      isRetrying={isRetrying}
      onRetry={onRetry}
    />
  );
}

function Loading() {
  const t = useTranslations('editVersion');
  return <FormLoading title={t('title')} beside={t('compare')} />;
}
