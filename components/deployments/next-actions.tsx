'use client';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
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

function AfterCancelling({ deployment: { kind, serviceId, versionId } }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
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

function AfterSuccess({ deployment: { kind, serviceId, versionId } }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
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
      {kind === 'new-version' ? (
        <Link href={trafficPath(serviceId)} className={buttonStyle()}>
          {t('configureTraffic')}
        </Link>
      ) : (
        <Link href={versionPath(serviceId, versionId, 'history')} className={buttonStyle()}>
          {t('actions.history')}
        </Link>
      )}
    </>
  );
}
