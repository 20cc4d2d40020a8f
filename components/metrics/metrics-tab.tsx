'use client';
import { useTranslations } from 'use-intl/react';
import { Panel } from '#components/ui/panel.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

export function MetricsTab({ service }: { service: Pick<ServiceView, 'name'> }) {
  const t = useTranslations('metrics');
  return <Panel aria-label={t('title')}>{service.name}</Panel>;
}
