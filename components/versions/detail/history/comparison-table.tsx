'use client';
import { Fragment, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useDurationText } from '#components/deployments/use-duration-text.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ComparisonView } from '#components/versions/detail/history/comparison.tsx';
import { LineCells } from '#components/versions/detail/history/line-cells.tsx';
import { COMPARISON_GROUPS, type ComparisonLine } from '#server/domain/comparison.ts';

const HEAD = 'h-13 border-line border-b bg-sunken px-4 text-left font-normal text-ink-2 not-first:border-l';
const BLOCK = 'phone:block';

type ComparisonTableProps = { comparison: ComparisonView; lines: readonly ComparisonLine[] };

/** Setting, current, snapshot; under the heads of their groups. On the phone one below the other. */
export function ComparisonTable({ comparison, lines }: ComparisonTableProps) {
  const t = useTranslations('history');
  const { number } = comparison.snapshot;
  return (
    <table className={`w-full table-fixed border-collapse border-line-soft border-t ${BLOCK}`}>
      <colgroup className="phone:hidden">
        <col className="w-41" />
        <col />
        <col />
      </colgroup>
      <thead className="phone:hidden">
        <tr>
          <th scope="col" className={HEAD}>
            {t('field')}
          </th>
          <Head title={t('currentSide')}>
            <CurrentMoment side={comparison.current} />
          </Head>
          <Head title={t('snapshot', { number })}>
            <SnapshotMoment side={comparison.snapshot} />
          </Head>
        </tr>
      </thead>
      <tbody className={BLOCK}>
        {COMPARISON_GROUPS.map((group) => (
          <Group
            key={group}
            title={t(`groups.${group}`)}
            lines={lines.filter((line) => line.group === group)}
            comparison={comparison}
          />
        ))}
        {lines.length > 0 ? null : (
          <tr className={BLOCK}>
            <td colSpan={3} className={`px-4 py-4 text-ink-3 ${BLOCK}`}>
              {t('noDifference')}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Head({ title, children }: { title: string; children: ReactNode }) {
  return (
    <th scope="col" className={HEAD}>
      <b className="block text-ink">{title}</b>
      <span className="text-ink-3 text-xs">{children}</span>
    </th>
  );
}

function CurrentMoment({ side }: { side: ComparisonView['current'] }) {
  const t = useTranslations('history');
  return t.rich('currentMoment', {
    number: side.number,
    name: side.deployedByName,
    time: () => <TimeAgo at={side.liveAt} />,
  });
}

/** With how long it served; of the current one that is still going on. */
function SnapshotMoment({ side }: { side: ComparisonView['snapshot'] }) {
  const t = useTranslations('history');
  const durationText = useDurationText();
  if (side.liveUntil === null) return <CurrentMoment side={side} />;
  return t.rich('snapshotMoment', {
    name: side.deployedByName,
    duration: durationText(side.liveUntil - side.liveAt),
    time: () => <TimeAgo at={side.liveAt} />,
  });
}

type GroupProps = { title: string; lines: readonly ComparisonLine[]; comparison: ComparisonView };

function Group({ title, lines, comparison }: GroupProps) {
  if (lines.length === 0) return null;
  return (
    <>
      <tr className={BLOCK}>
        <th
          scope="colgroup"
          colSpan={3}
          className={`h-7 border-line-soft border-b bg-sunken px-4 py-1 text-left font-normal text-ink-3 text-xs ${BLOCK}`}
        >
          {title}
        </th>
      </tr>
      {lines.map((line) => (
        <Fragment key={line.kind === 'env' ? `env ${line.name}` : line.field}>
          <LineCells line={line} comparison={comparison} />
        </Fragment>
      ))}
    </>
  );
}
