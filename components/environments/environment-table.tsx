'use client';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { DeleteEnvironmentDialog } from '#components/environments/delete-environment-dialog.tsx';
import { useCurrentEnvironment } from '#components/shell/current-environment.tsx';
import { rememberPreference } from '#components/shell/use-preference.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { RowActions, Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';

export type ListedEnvironment = inferRouterOutputs<AppRouter>['environments']['list'][number];

export function EnvironmentTable({
  environments,
  isOwner,
}: {
  environments: readonly ListedEnvironment[];
  isOwner: boolean;
}) {
  const t = useTranslations('environments');
  const [leaving, setLeaving] = useState<ListedEnvironment>();
  return (
    <>
      <Table className="phone:block phone:[&_tbody]:block">
        <thead className="phone:hidden">
          <tr>
            <Th>{t('name')}</Th>
            <Th>{t('region')}</Th>
            <Th>{t('id')}</Th>
            <Th isFigure>{t('serviceCount')}</Th>
            <Th>{t('createdAt')}</Th>
            <Th isFigure>{t('actions')}</Th>
          </tr>
        </thead>
        <tbody>
          {environments.map((environment) => (
            <EnvironmentRow
              key={environment.id}
              environment={environment}
              isOwner={isOwner}
              onDelete={() => setLeaving(environment)}
            />
          ))}
        </tbody>
      </Table>
      <DeleteEnvironmentDialog environment={leaving} onClose={() => setLeaving(undefined)} />
    </>
  );
}

type RowProps = { environment: ListedEnvironment; isOwner: boolean; onDelete: () => void };

/** Two lines on the phone: name and actions, then region and services. */
function EnvironmentRow({ environment, isOwner, onDelete }: RowProps) {
  const t = useTranslations();
  const router = useRouter();
  const isCurrent = useCurrentEnvironment()?.id === environment.id;
  const { id, alias, serviceCount } = environment;
  const phoneCell = 'phone:block phone:h-auto phone:border-0 phone:p-0';
  return (
    <Tr className="phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:items-center phone:gap-x-3 phone:not-last:border-b phone:border-line-soft phone:px-4 phone:py-2.5">
      <Td isName className={phoneCell}>
        <span className="flex items-center gap-2">
          <Link href={`/services?environment=${id}`} className="truncate hover:text-primary">
            {alias}
          </Link>
          {isCurrent ? <Tag tone="blue">{t('environments.current')}</Tag> : null}
        </span>
      </Td>
      <Td className={`${phoneCell} phone:row-start-2`}>{t(`regions.${environment.region}`)}</Td>
      <Td className="phone:hidden">
        <span className="flex items-center gap-0.5">
          <code className="text-xs">{id}</code>
          <CopyButton text={id} label={t('environments.copyId', { name: alias })} />
        </span>
      </Td>
      <Td isFigure className="phone:hidden">
        {serviceCount}
      </Td>
      <Td className={`${phoneCell} text-ink-3 phone:row-start-2 phone:text-right`}>
        <TimeAgo at={environment.createdAt} />
      </Td>
      <Td className={`${phoneCell} phone:col-start-2 phone:row-start-1`}>
        <RowActions>
          <Button
            intent="row"
            size="row"
            onClick={() => {
              rememberPreference('environment', id);
              router.push('/services');
              router.refresh();
            }}
          >
            {t('environments.open')}
          </Button>
          {isOwner ? (
            <Button
              intent="row"
              size="row"
              disabledReason={
                serviceCount > 0 ? t('environments.notEmpty', { count: serviceCount }) : undefined
              }
              onClick={onDelete}
            >
              {t('environments.delete')}
            </Button>
          ) : null}
        </RowActions>
      </Td>
    </Tr>
  );
}
