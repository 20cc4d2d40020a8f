'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { ServiceList } from '#components/services/service-list.tsx';
import { useCurrentEnvironment } from '#components/shell/current-environment.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** The service list of the environment one is in. */
export function ServicesPage() {
  const environment = useCurrentEnvironment();
  return environment === undefined ? (
    <WithoutEnvironment />
  ) : (
    <ServiceList key={environment.id} environmentId={environment.id} />
  );
}

function WithoutEnvironment() {
  const t = useTranslations('services');
  const mayCreate = useMay('administer', null);
  return (
    <>
      <PageHeader title={t('title')} />
      <Panel aria-label={t('list')}>
        <EmptyState
          title={t('noEnvironment')}
          hint={t(mayCreate ? 'noEnvironmentHint' : 'noEnvironmentHintViewing')}
          action={
            mayCreate ? (
              <Link href="/environments" className={buttonStyle({ intent: 'primary' })}>
                {t('createEnvironment')}
              </Link>
            ) : undefined
          }
        />
      </Panel>
    </>
  );
}
