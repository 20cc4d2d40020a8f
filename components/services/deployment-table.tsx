'use client';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { DeploymentBadge } from '#components/deployments/deployment-badge.tsx';
import { useDurationText } from '#components/deployments/use-duration-text.ts';
import { deploymentPath } from '#components/services/service-paths.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { RowActions, Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { TimeAgo, useTickingNow } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';

type DeploymentRecord = inferRouterOutputs<AppRouter>['deployments']['list']['items'][number];

export const DEPLOYMENT_HEADS = [
  'deploymentVersion',
  'deploymentState',
  'deploymentKind',
  'deploymentBy',
  'deploymentAt',
  'deploymentTook',
  'deploymentStrategy',
  'deploymentRequests',
  'actions',
] as const;

export function DeploymentTable({ deployments }: { deployments: readonly DeploymentRecord[] }) {
  const t = useTranslations('serviceDetail');
  return (
    <Table className="phone:block phone:[&_tbody]:block">
      <thead className="phone:hidden">
        <tr>
          {DEPLOYMENT_HEADS.map((head) => (
            <Th key={head} isFigure={head === 'actions' || head === 'deploymentTook'}>
              {t(head)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {deployments.map((deployment) => (
          <DeploymentRow key={deployment.id} deployment={deployment} />
        ))}
      </tbody>
    </Table>
  );
}

const STRATEGY = { full: 'full', 'keep-zero': 'keepZero', unchanged: 'strategyUnchanged' } as const;

const PHONE_ROW =
  'phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3 phone:gap-y-1 phone:border-line-soft phone:border-b phone:px-4 phone:py-2.5 phone:last:border-b-0';
const PHONE_CELL = 'phone:block phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0';

function DeploymentRow({ deployment }: { deployment: DeploymentRecord }) {
  const t = useTranslations('serviceDetail');
  const kindText = useTranslations('deployments');
  const path = deploymentPath(deployment.serviceId, deployment.id);
  const name = deployment.versionName;
  return (
    <Tr aria-label={name} className={PHONE_ROW}>
      <Td isName className={PHONE_CELL}>
        <Link href={path} className="hover:text-primary">
          {name}
        </Link>
        {deployment.isVersionDeleted ? (
          <span className="ml-2 font-normal text-ink-3 text-xs">{t('versionDeleted')}</span>
        ) : null}
      </Td>
      <Td className={PHONE_CELL}>
        <DeploymentBadge deployment={deployment} />
      </Td>
      <Td className={`${PHONE_CELL} text-sm phone:col-span-2 phone:text-ink-3`}>
        {kindText(`kinds.${deployment.kind}`, { number: deployment.snapshotNumber })}
      </Td>
      <Td className="phone:hidden">{deployment.createdByName}</Td>
      <Td className={`${PHONE_CELL} text-ink-3 text-sm phone:row-start-3`}>
        <TimeAgo at={deployment.createdAt} />
      </Td>
      <Td isFigure className={`${PHONE_CELL} text-sm phone:row-start-3`}>
        <Took deployment={deployment} />
      </Td>
      <Td className="phone:hidden">{t(STRATEGY[deployment.trafficStrategy])}</Td>
      <Td className={`${PHONE_CELL} text-sm phone:col-span-2 phone:text-ink-3`}>
        <Requests deployment={deployment} />
      </Td>
      <Td className="phone:hidden">
        <RowActions>
          <Link
            href={path}
            aria-label={t('viewDeploymentOf', { name })}
            className={`${buttonStyle({ intent: 'row', size: 'row' })} group-hover/row:text-primary`}
          >
            {t('viewDeployment')}
          </Link>
        </RowActions>
      </Td>
    </Tr>
  );
}

/** How long it took; while it runs, how long so far. */
function Took({ deployment: { createdAt, finishedAt } }: { deployment: DeploymentRecord }) {
  const durationText = useDurationText();
  const now = useTickingNow();
  return durationText((finishedAt ?? now) - createdAt, finishedAt === null);
}

function Requests({ deployment: { requests, failedRequests } }: { deployment: DeploymentRecord }) {
  const t = useTranslations('serviceDetail');
  if (requests === null) return '-';
  return t('requestsValue', { requests: countText(requests), failed: countText(failedRequests ?? 0) });
}
