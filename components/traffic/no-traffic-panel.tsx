'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { deploymentPath, newVersionPath } from '#components/services/service-paths.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SplitStrip } from '#components/ui/split-strip.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

/** In the place of the live traffic, while no version has had some: what to do next. */
export function NoTrafficPanel({ service }: { service: ServiceView }) {
  const t = useTranslations('traffic');
  return (
    <Panel aria-label={t('panel')}>
      <EmptyState
        figure={<SplitStrip shares={[]} size="lg" className="mb-2 w-40" />}
        {...useSituation(service)}
      />
    </Panel>
  );
}

function useSituation(service: ServiceView): { title: string; hint: string; action: ReactNode } {
  const t = useTranslations();
  const mayOperate = useMay('operate', service.environmentId);
  const { runningDeploymentId, failedDeploymentId } = service;
  if (runningDeploymentId !== null) {
    return {
      title: t('traffic.firstDeploying'),
      hint: t('traffic.firstDeployingHint'),
      action: (
        <Link href={deploymentPath(service.id, runningDeploymentId)} className={buttonStyle()}>
          {t('traffic.watchDeployment')}
        </Link>
      ),
    };
  }
  if (failedDeploymentId !== null) {
    return {
      title: t('traffic.noneServes'),
      hint: t('traffic.noneServesHint'),
      action: (
        <Link href={deploymentPath(service.id, failedDeploymentId)} className={buttonStyle()}>
          {t('services.errorDetails')}
        </Link>
      ),
    };
  }
  return {
    title: t('traffic.noneServes'),
    hint: t('traffic.nextServesHint'),
    action: mayOperate ? (
      <Link href={newVersionPath(service.id)} className={buttonStyle()}>
        {t('services.newVersion')}
      </Link>
    ) : undefined,
  };
}
