'use client';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { bytesText, msText } from '#components/requests/request-text.ts';
import { errorText, rateText } from '#components/traffic/live-figures.ts';
import { cn } from '#components/ui/cn.ts';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { VersionLabel } from '#components/versions/version-label.tsx';
import type { RequestFigures } from '#server/api/views/request-view.ts';
import { STATUS_CLASSES, type StatusClass } from '#server/domain/status-class.ts';

export const FIGURE_HEADS = [
  'version',
  'requests',
  'rate',
  'errorRate',
  'p50',
  'p95',
  'p99',
  'inFlight',
  'statuses',
  'bytes',
  'coldStarts',
] as const;

type Figure = Exclude<(typeof FIGURE_HEADS)[number], 'version'>;

const PHONE_ROW =
  'phone:grid phone:grid-cols-2 phone:gap-x-3 phone:border-line-soft phone:border-t phone:px-4 phone:py-2';
const PHONE_CELL =
  'phone:flex phone:h-auto phone:items-baseline phone:min-w-0 phone:justify-between phone:gap-2 phone:border-0 phone:p-0 phone:py-0.5 phone:first:pl-0 phone:last:pr-0';
const PHONE_FIGURE = cn(
  PHONE_CELL,
  'text-ink phone:before:text-ink-3 phone:before:text-xs phone:before:content-[attr(data-label)]',
);

/** A line of their own on the phone. */
const WIDE: readonly Figure[] = ['statuses', 'bytes', 'coldStarts'];

/** Versions with requests side by side, oldest first. */
export function RequestFiguresTable({ versions }: { versions: readonly RequestFigures[] }) {
  const t = useTranslations('requests');
  return (
    <Table className="phone:block">
      <thead className="phone:hidden">
        <tr>
          {FIGURE_HEADS.map((head) => (
            <Th key={head} isFigure={head !== 'version'}>
              {t(head)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody className="phone:block">
        {versions.map((version) => (
          <FiguresRow key={version.versionId} version={version} />
        ))}
      </tbody>
    </Table>
  );
}

function FiguresRow({ version }: { version: RequestFigures }) {
  const t = useTranslations('requests');
  const texts = useFigureTexts(version);
  const name = version.name ?? t(version.versionId === '' ? 'noVersion' : 'deletedVersion');
  return (
    <Tr className={PHONE_ROW}>
      <Td isName className={cn(PHONE_CELL, 'max-w-50 phone:col-span-2')}>
        <VersionLabel name={name} />
      </Td>
      {texts.map(([figure, text]) => (
        <Td
          key={figure}
          isFigure
          className={cn(PHONE_FIGURE, WIDE.includes(figure) && 'phone:col-span-2')}
          data-label={t(figure)}
        >
          {text}
        </Td>
      ))}
    </Tr>
  );
}

function useFigureTexts(figures: RequestFigures): [Figure, string][] {
  const t = useTranslations('requests');
  const { coldStarts, coldStartP95Ms } = figures;
  const coldStartText = t('coldStartValue', { count: countText(coldStarts), p95: msText(coldStartP95Ms) });
  return [
    ['requests', countText(figures.requests)],
    ['rate', rateText(figures)],
    ['errorRate', errorText(figures)],
    ['p50', msText(figures.p50Ms)],
    ['p95', msText(figures.p95Ms)],
    ['p99', msText(figures.p99Ms)],
    ['inFlight', countText(figures.peakInFlight)],
    ['statuses', useStatusesText(figures.statuses)],
    ['bytes', `${bytesText(figures.bytesIn)} / ${bytesText(figures.bytesOut)}`],
    ['coldStarts', coldStarts === 0 ? '-' : coldStartText],
  ];
}

/** Only the classes that occur. */
function useStatusesText(statuses: Record<StatusClass, number>): string {
  const t = useTranslations('requests');
  const words = STATUS_CLASSES.filter((code) => statuses[code] > 0).map((code) => {
    const word = code === 'left' || code === 'broken' ? t(code) : code;
    return `${word} ${countText(statuses[code])}`;
  });
  return words.join(' · ') || '-';
}
