'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { trafficPath } from '#components/services/service-paths.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { InstanceTabProps } from '#components/versions/detail/instances/instance-tab.tsx';

/** The version never had one, or its last one ended too long ago to be remembered. */
export function NoInstances({ service, version }: InstanceTabProps) {
  const t = useTranslations();
  const mayRelease = useMay('release', service.environmentId);
  return (
    <EmptyState
      title={t('instances.none')}
      hint={t('instances.noneHint')}
      action={
        version.canServe && !version.hasTraffic && mayRelease ? (
          <Link href={trafficPath(version.serviceId)} className={buttonStyle()}>
            {t('versions.configureTraffic')}
          </Link>
        ) : undefined
      }
    />
  );
}
