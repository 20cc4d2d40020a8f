'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { deploymentPath, versionPath } from '#components/services/service-paths.ts';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { ServiceState } from '#server/domain/version-state.ts';

const KIND = {
  empty: 'off',
  creating: 'busy',
  normal: 'ok',
  updating: 'busy',
  abnormal: 'fail',
  paused: 'paused',
} as const satisfies Record<ServiceState, string>;

/** The state of a service; a red one opens what is wrong. */
export function ServiceBadge({ service, isBig = false }: { service: ServiceView; isBig?: boolean }) {
  const t = useTranslations('serviceStates');
  const router = useRouter();
  const path = troublePath(service);
  return (
    <StatusBadge
      kind={KIND[service.state]}
      isBig={isBig}
      {...(path === undefined ? {} : { onOpen: () => router.push(path) })}
    >
      {t(service.state)}
    </StatusBadge>
  );
}

/** The page that says why a service is red: of the version in trouble, else of the deployment that failed last. */
function troublePath(service: ServiceView): string | undefined {
  if (service.state !== 'abnormal') return undefined;
  const inTrouble = service.serving.find((version) => version.state.kind !== 'normal');
  if (inTrouble) return versionPath(service.id, inTrouble.id);
  return service.failedDeploymentId === null
    ? undefined
    : deploymentPath(service.id, service.failedDeploymentId);
}
