'use client';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import {
  editVersionPath,
  newVersionPath,
  trafficPath,
  versionPath,
  visitPath,
} from '#components/services/service-paths.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

/** What people do after a deployment that ended without failure. */
export function NextActions({ deployment }: { deployment: DeploymentView }): ReactNode {
  if (deployment.isVersionDeleted) return null;
  return deployment.state === 'cancelled' ? (
    <AfterCancelling deployment={deployment} />
  ) : (
    <AfterSuccess deployment={deployment} />
  );
}

function AfterCancelling({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const mayOperate = useMay('operate', deployment.service.environmentId);
  const { kind, serviceId, versionId } = deployment;
  if (!mayOperate) return null;
  const isUpdate = kind !== 'new-version';
  return (
    <Link
      href={isUpdate ? editVersionPath(serviceId, versionId) : newVersionPath(serviceId, versionId)}
      className={buttonStyle({ intent: 'primary' })}
    >
      {t(isUpdate ? 'actions.edit-version' : 'newVersion')}
    </Link>
  );
}

function AfterSuccess({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const mayRelease = useMay('release', deployment.service.environmentId);
  const { kind, serviceId, versionId } = deployment;
  return (
    <>
      <a
        href={visitPath(versionId)}
        target="_blank"
        rel="noreferrer"
        className={buttonStyle({ intent: 'primary' })}
      >
        <ExternalLink className="size-4" aria-hidden />
        {t('visit')}
      </a>
      {kind === 'new-version' && mayRelease ? (
        <Link href={trafficPath(serviceId)} className={buttonStyle()}>
          {t('configureTraffic')}
        </Link>
      ) : null}
      {kind === 'new-version' ? null : (
        <Link href={versionPath(serviceId, versionId, 'history')} className={buttonStyle()}>
          {t('actions.history')}
        </Link>
      )}
    </>
  );
}
