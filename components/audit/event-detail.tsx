'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { EventDifference } from '#components/audit/event-difference.tsx';
import type { ListedEvent } from '#components/audit/use-audit-log.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** The open part of a row, over all its columns. */
export function EventDetail({ event, span }: { event: ListedEvent; span: number }) {
  return (
    <tr className="phone:block">
      <td colSpan={span} className="border-line-soft border-b bg-sunken px-4 py-3 phone:block">
        <Facts event={event} />
        <Difference eventId={event.id} />
      </td>
    </tr>
  );
}

function Facts({ event }: { event: ListedEvent }) {
  const t = useTranslations('audit');
  const facts = [
    ['kind', event.kind],
    ['problem', event.problem],
    ['target', event.target],
    ['tokenId', event.tokenId],
    ['requestId', event.requestId],
  ] as const;
  return (
    <dl className="mb-3 flex flex-wrap gap-x-6 gap-y-1 text-xs">
      <Fact label="#">{event.id}</Fact>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <Fact key={name} label={t(name)}>
            <code className="[overflow-wrap:anywhere]">{value}</code>
          </Fact>
        ),
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="flex-none text-ink-3">{label}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  );
}

function Difference({ eventId }: { eventId: number }) {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const query = trpc.audit.get.queryOptions({ eventId }, { staleTime: Number.POSITIVE_INFINITY });
  const { data, isError, isFetching, refetch } = useQuery(query);
  if (data) return <EventDifference event={data} />;
  if (!isError) return <Skeleton width={420} />;
  return (
    <ErrorState
      title={t('detailFailed')}
      hint={t('failedHint')}
      isRetrying={isFetching}
      onRetry={() => void refetch()}
    />
  );
}
