'use client';
import { useTranslations } from 'use-intl/react';
import { problemOf } from '#components/api/problem.ts';
import { servicePath } from '#components/services/service-paths.ts';
import { useLiveService } from '#components/services/use-refresh.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { NewVersionForm } from '#components/versions/new-version/new-version-form.tsx';
import {
  type NewVersionFacts,
  useNewVersionFacts,
} from '#components/versions/new-version/use-new-version-facts.ts';

/** 新建版本 of a service, filled in from `fromVersionId` or else from its newest version. */
export function NewVersionPage({
  serviceId,
  fromVersionId,
}: {
  serviceId: string;
  fromVersionId?: string | undefined;
}) {
  const { facts, failure, isRetrying = false, retry } = useNewVersionFacts(serviceId, fromVersionId);
  useLiveService(serviceId);
  if (facts) return <Filled facts={facts} />;
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
    <>
      <PageHeader title={t('title')} />
      <Panel aria-label={t('title')}>
        <ErrorState title={t('notRead')} hint={t('notReadHint')} onRetry={onRetry} isRetrying={isRetrying} />
      </Panel>
    </>
  );
}

function Loading() {
  const t = useTranslations('newVersion');
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
