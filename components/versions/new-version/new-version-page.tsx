'use client';
import { useTranslations } from 'use-intl/react';
import { problemOf } from '#components/api/problem.ts';
import { useMay } from '#components/api/use-may.ts';
import { servicePath } from '#components/services/service-paths.ts';
import { useFreshService } from '#components/services/use-refresh.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { NewVersionForm } from '#components/versions/new-version/new-version-form.tsx';
import {
  type NewVersionFacts,
  useNewVersionFacts,
} from '#components/versions/new-version/use-new-version-facts.ts';
import { FormLoading, FormNotRead } from '#components/versions/spec-form/page-states.tsx';

/** 新建版本 of a service, filled in from `fromVersionId` or else from its newest version. */
export function NewVersionPage({
  serviceId,
  fromVersionId,
}: {
  serviceId: string;
  fromVersionId?: string | undefined;
}) {
  const { facts, failure, isRetrying = false, retry } = useNewVersionFacts(serviceId, fromVersionId);
  useFreshService(serviceId);
  const mayDeploy = useMay('operate', facts?.service.environmentId ?? null);
  if (facts) return mayDeploy ? <Filled facts={facts} /> : <NotFound />;
  if (problemOf(failure)) return <NotFound />;
  return failure ? <NotRead isRetrying={isRetrying} onRetry={retry} /> : <Loading />;
}

function Filled({ facts }: { facts: NewVersionFacts }) {
  const t = useTranslations('newVersion');
  usePageEnvironment(facts.service.environmentId);
  return (
    <>
      <PageHeader
        crumbs={
          <Crumbs
            items={[
              { label: t('services'), href: '/services' },
              { label: facts.service.name, href: servicePath(facts.service.id) },
              { label: t('title') },
            ]}
          />
        }
        title={t('title')}
        beside={
          <span className="text-ink-3">
            {facts.fromVersionName === null
              ? t('willBe', { name: facts.versionName })
              : t('willBeFrom', { name: facts.versionName, from: facts.fromVersionName })}
          </span>
        }
      />
      <NewVersionForm facts={facts} />
    </>
  );
}

function NotRead({ isRetrying, onRetry }: { isRetrying: boolean; onRetry: () => void }) {
  const t = useTranslations('newVersion');
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
  const t = useTranslations('newVersion');
  return <FormLoading title={t('title')} beside={t('compare')} />;
}
