'use client';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { CancelDeployment } from '#components/deployments/cancel-deployment.tsx';
import { DeploymentBadge } from '#components/deployments/deployment-badge.tsx';
import { useDurationText } from '#components/deployments/use-duration-text.ts';
import { useSecond } from '#components/deployments/use-second.ts';
import { servicePath, versionPath } from '#components/services/service-paths.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { DeleteVersionDialog } from '#components/versions/delete-version-dialog.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

export function DeploymentHeader({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const { service } = deployment;
  return (
    <PageHeader
      crumbs={
        <Crumbs
          items={[
            { label: t('services'), href: '/services' },
            { label: service.name, href: servicePath(service.id) },
            { label: t('records'), href: servicePath(service.id, 'deployments') },
            { label: deployment.versionName },
          ]}
        />
      }
      title={deployment.versionName}
      beside={
        <>
          <DeploymentBadge deployment={deployment} isBig />
          <Tag>{t(`kinds.${deployment.kind}`, { number: deployment.snapshotNumber })}</Tag>
          <span className="text-ink-3">
            <Beside deployment={deployment} />
          </span>
        </>
      }
      actions={deployment.isVersionDeleted ? undefined : <Actions deployment={deployment} />}
    />
  );
}

/** How long it has been going, or when it was, how long it took, and by whom. */
function Beside({ deployment }: { deployment: DeploymentView }): ReactNode {
  const t = useTranslations('deployments');
  const durationText = useDurationText();
  const now = useSecond(deployment.state === 'running');
  const { createdAt, finishedAt } = deployment;
  if (finishedAt === null) return t('elapsed', { duration: durationText(now - createdAt, true) });
  return t.rich('endedBeside', {
    time: () => <TimeAgo at={createdAt} />,
    duration: durationText(finishedAt - createdAt),
    name: deployment.createdByName,
  });
}

function Actions({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const mayOperate = useMay('operate', deployment.service.environmentId);
  return (
    <>
      <Link href={versionPath(deployment.serviceId, deployment.versionId)} className={buttonStyle()}>
        {t('viewVersion')}
      </Link>
      {mayOperate && deployment.state === 'running' ? <CancelDeployment deployment={deployment} /> : null}
      {mayOperate && deployment.state === 'failed' && deployment.kind === 'new-version' ? (
        <DeleteFailed deployment={deployment} />
      ) : null}
    </>
  );
}

function DeleteFailed({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('deleteVersion')}</Button>
      {isAsking ? (
        <DeleteVersionDialog
          version={{
            id: deployment.versionId,
            serviceId: deployment.serviceId,
            name: deployment.versionName,
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
