'use client';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { DecideDialog } from '#components/settings/members/decide-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';

export type ListedApplication = inferRouterOutputs<AppRouter>['applications']['list'][number];

export function ApplicationTab() {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.applications.list.queryOptions());
  const [deciding, setDeciding] = useState<ListedApplication>();
  return (
    <Panel aria-label={t('applicationList')}>
      {data ? (
        <ApplicationList applications={data} onDecide={setDeciding} />
      ) : isError ? (
        <ErrorState
          title={t('applicationsFailed')}
          hint={t('failedHint')}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      ) : (
        <div aria-busy="true" className="grid gap-3 p-4">
          <Skeleton width={160} />
          <Skeleton width={280} />
        </div>
      )}
      <DecideDialog application={deciding} onClose={() => setDeciding(undefined)} />
    </Panel>
  );
}

type ApplicationListProps = {
  applications: readonly ListedApplication[];
  onDecide: (application: ListedApplication) => void;
};

function ApplicationList({ applications, onDecide }: ApplicationListProps) {
  const t = useTranslations('members');
  if (applications.length === 0) {
    return <EmptyState title={t('noApplications')} hint={t('noApplicationsHint')} />;
  }
  return (
    <ul>
      {applications.map((application) => (
        <li
          key={application.id}
          className="flex items-start gap-4 px-4 py-3 not-first:border-line-soft not-first:border-t"
        >
          <Asked application={application} />
          <Button onClick={() => onDecide(application)}>{t('decide')}</Button>
        </li>
      ))}
    </ul>
  );
}

function Asked({ application: { person, reason, createdAt } }: { application: ListedApplication }) {
  return (
    <div className="min-w-0 flex-1">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <b>{person.name}</b>
        <span className="text-ink-3 text-xs">{person.email}</span>
        <TimeAgo at={createdAt} className="text-ink-3 text-xs" />
      </p>
      <p className="mt-1 whitespace-pre-wrap break-words">{reason}</p>
    </div>
  );
}
