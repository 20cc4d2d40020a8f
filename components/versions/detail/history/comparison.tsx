'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ComparisonTable } from '#components/versions/detail/history/comparison-table.tsx';
import { RollBackSnapshot } from '#components/versions/detail/history/roll-back-snapshot.tsx';
import { RollBackVerdict } from '#components/versions/detail/history/roll-back-verdict.tsx';
import type { AppRouter } from '#server/api/router.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import { compareSides } from '#server/domain/comparison.ts';

export type ComparisonView = inferRouterOutputs<AppRouter>['history']['compare'];

type ComparisonProps = { service: ServiceView; version: VersionView; snapshotNumber: number };

/** What serves beside a snapshot, line by line, and the way back to it (S2-18, S2-19). */
export function Comparison({ service, version, snapshotNumber }: ComparisonProps) {
  const t = useTranslations('history');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(
    trpc.history.compare.queryOptions(
      { versionId: version.id, snapshotNumber },
      { placeholderData: keepPreviousData },
    ),
  );
  if (data) return <Shown service={service} version={version} comparison={data} />;
  return (
    <Panel aria-label={t('snapshot', { number: snapshotNumber })} aria-busy={!isError} className="min-h-60">
      {isError ? (
        <ErrorState
          title={t('comparisonNotRead')}
          hint={t('notReadHint')}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <div className="grid gap-6 p-4">
          {['a', 'b', 'c', 'd'].map((row) => (
            <Skeleton key={row} width={420} />
          ))}
        </div>
      )}
    </Panel>
  );
}

type Shown = { service: ServiceView; version: VersionView; comparison: ComparisonView };

/** Of the current one there is nothing to tell apart and nothing to go back to: all its lines are shown. */
function Shown({ service, version, comparison }: Shown) {
  const t = useTranslations('history');
  const id = useId();
  const [shown, setShown] = useState<'different' | 'all'>('different');
  const mayRollBack = useMay('operate', service.environmentId);
  const { current, snapshot, image } = comparison;
  const { number, isCurrent } = snapshot;
  const lines = compareSides(current, snapshot);
  const different = lines.filter(({ isDifferent }) => isDifferent);
  return (
    <Panel aria-labelledby={id} className="min-w-0 overflow-hidden">
      <PanelHead
        id={id}
        title={t(isCurrent ? 'currentTitle' : 'title', { number })}
        end={
          isCurrent || !mayRollBack ? undefined : (
            <RollBackSnapshot service={service} version={version} comparison={comparison} />
          )
        }
      >
        {isCurrent ? null : (
          <Segmented
            size="sm"
            aria-label={t('show')}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'different', label: t('onlyDifferent'), count: different.length },
              { value: 'all', label: t('all'), count: lines.length },
            ]}
          />
        )}
      </PanelHead>
      <ImageNotice image={image} number={number} />
      <ComparisonTable comparison={comparison} lines={shown === 'all' || isCurrent ? lines : different} />
      {isCurrent || image === 'gone' || !mayRollBack ? null : (
        <RollBackVerdict version={version} snapshot={snapshot} />
      )}
    </Panel>
  );
}

/** Said before anybody starts anything. */
function ImageNotice({ image, number }: { image: ComparisonView['image']; number: number }) {
  const t = useTranslations('history');
  if (image === 'present') return null;
  const key = ({ pulled: 'imagePulled', unnamed: 'imageUnnamed', gone: 'imageGone' } as const)[image];
  return (
    <Notice kind={image === 'gone' ? 'fail' : 'note'} className="border-line-soft border-t px-4 py-2.5">
      {t(key, { number })}
    </Notice>
  );
}
