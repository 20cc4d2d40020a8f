'use client';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { useDurationText } from '#components/deployments/use-duration-text.ts';
import { trafficPath } from '#components/services/service-paths.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel, PanelFoot } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import { isPresent } from '#server/domain/instance.ts';

type InstanceView = inferRouterOutputs<AppRouter>['versions']['instances'][number];

const HEADS = ['instance', 'state', 'snapshot', 'started', 'readyAfter', 'ended', 'exitCode'] as const;
const FIGURES: readonly string[] = ['readyAfter', 'exitCode'];

const KIND = {
  creating: 'busy',
  starting: 'busy',
  ready: 'ok',
  draining: 'busy',
  stopping: 'busy',
  exited: 'fail',
  removed: 'off',
} as const satisfies Record<InstanceView['state'], string>;

type InstanceTabProps = { service: { environmentId: string }; version: VersionView };

/** 实例: those that are there first, then those that ended. */
export function InstanceTab({ service, version }: InstanceTabProps) {
  const t = useTranslations('versionDetail');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.versions.instances.queryOptions({ versionId: version.id }),
  );
  return (
    <Panel aria-label={t('tabInstances')}>
      {data === undefined ? (
        isError ? (
          <ErrorState
            title={t('instancesFailed')}
            hint={t('notReadHint')}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : (
          <TableSkeleton
            heads={HEADS.map((head) => t(head))}
            widths={[96, 48, 24, 64, 48, 64, 24]}
            rows={2}
          />
        )
      ) : data.length === 0 ? (
        <NoInstances service={service} version={version} />
      ) : (
        <InstanceTable instances={data} current={version.snapshotNumber} />
      )}
    </Panel>
  );
}

function NoInstances({ service, version }: InstanceTabProps) {
  const t = useTranslations();
  const mayRelease = useMay('release', service.environmentId);
  return (
    <EmptyState
      title={t('versionDetail.noInstances')}
      hint={t('versionDetail.noInstancesHint')}
      action={
        version.canServe && mayRelease ? (
          <Link href={trafficPath(version.serviceId)} className={buttonStyle()}>
            {t('versions.configureTraffic')}
          </Link>
        ) : undefined
      }
    />
  );
}

function InstanceTable({ instances, current }: { instances: readonly InstanceView[]; current: number }) {
  const t = useTranslations('versionDetail');
  const present = instances.filter(isPresent);
  const ended = instances.filter((instance) => !isPresent(instance));
  const ready = present.filter(({ state }) => state === 'ready').length;
  return (
    <>
      <Table className="phone:block phone:[&_tbody]:block">
        <thead className="phone:hidden">
          <tr>
            {HEADS.map((head) => (
              <Th key={head} isFigure={FIGURES.includes(head)}>
                {t(head)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...present, ...ended].map((instance) => (
            <InstanceRow
              key={instance.id}
              instance={instance}
              isCurrent={instance.snapshotNumber === current}
            />
          ))}
        </tbody>
      </Table>
      <PanelFoot>{t('instanceCount', { count: present.length, ready })}</PanelFoot>
    </>
  );
}

const PHONE_ROW =
  'phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3 phone:gap-y-1 phone:border-line-soft phone:border-b phone:px-4 phone:py-2.5 phone:last:border-b-0';
const PHONE_CELL = 'phone:block phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0';

function InstanceRow({ instance, isCurrent }: { instance: InstanceView; isCurrent: boolean }) {
  const t = useTranslations('versionDetail');
  const durationText = useDurationText();
  const { id, state, snapshotNumber, createdAt, readyAt, stoppedAt, exitCode } = instance;
  return (
    <Tr aria-label={id} className={PHONE_ROW}>
      <Td className={`${PHONE_CELL} font-mono text-ink text-xs`}>{id}</Td>
      <Td className={`${PHONE_CELL} phone:justify-self-end`}>
        <StatusBadge kind={KIND[state]}>{t(`instanceStates.${state}`)}</StatusBadge>
      </Td>
      <Td className={PHONE_CELL}>
        {t('snapshotValue', { number: snapshotNumber })}
        {isCurrent ? null : <span className="ml-2 text-ink-3 text-xs">{t('otherSnapshot')}</span>}
      </Td>
      <Td className={`${PHONE_CELL} text-ink-3 text-sm phone:justify-self-end`}>
        <TimeAgo at={createdAt} />
      </Td>
      <Td isFigure className="phone:hidden">
        {readyAt === null ? '-' : durationText(readyAt - createdAt)}
      </Td>
      <Td className="text-ink-3 text-sm phone:hidden">
        {stoppedAt === null ? '-' : <TimeAgo at={stoppedAt} />}
      </Td>
      <Td isFigure className={`${PHONE_CELL} phone:text-left`}>
        <span className="hidden text-ink-3 phone:inline">
          {exitCode === null ? null : `${t('exitCode')} `}
        </span>
        {exitCode ?? <span className="phone:hidden">-</span>}
      </Td>
    </Tr>
  );
}
