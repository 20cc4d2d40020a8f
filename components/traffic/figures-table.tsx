'use client';
import { useTranslations } from 'use-intl/react';
import { Conditions } from '#components/traffic/conditions.tsx';
import {
  commonMaximum,
  differenceTo,
  errorText,
  type Figures,
  p95Text,
  rateText,
} from '#components/traffic/live-figures.ts';
import { cn } from '#components/ui/cn.ts';
import { type Series, seriesByVersion } from '#components/ui/series.ts';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { VersionName } from '#components/ui/version-name.tsx';
import { VersionLabel } from '#components/versions/version-label.tsx';
import type { Condition } from '#server/domain/traffic.ts';

export type ServingFigures = {
  id: string;
  number: number;
  name: string;
  percent: number;
  /** By rules, in the place of the percentage. */
  conditions: readonly Condition[];
  readyInstances: number | undefined;
  /** Undefined until the first answer. */
  figures: Figures | undefined;
  /** Requests a second of the last 30 minutes. */
  line: readonly number[];
};

const HEAD = 'h-8 bg-transparent border-line-soft';
const WITH_DIFFERENCE = 'pr-[76px] narrow:pr-3';

/** Versions with traffic side by side, compared down the columns; oldest first. */
export function FiguresTable({ serving }: { serving: readonly ServingFigures[] }) {
  const t = useTranslations('traffic');
  const series = seriesByVersion(serving);
  const isByRules = serving.some(({ conditions }) => conditions.length > 0);
  const maximum = commonMaximum(serving.map(({ line }) => line));
  return (
    <Table className="mt-1 table-fixed narrow:min-w-0 narrow:table-auto phone:block">
      <colgroup>
        {[
          'w-[200px]',
          isByRules ? 'w-[164px]' : 'w-[80px]',
          'w-[116px]',
          'w-[176px]',
          'w-[184px]',
          'w-[84px]',
          '',
        ].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
          <col key={index} className={width} />
        ))}
      </colgroup>
      <thead className="phone:hidden">
        <tr>
          <Th className={HEAD}>{t('version')}</Th>
          <Th className={HEAD} isFigure>
            {t('share')}
          </Th>
          <Th className={HEAD} isFigure>
            {t('rate')}
          </Th>
          <Th className={cn(HEAD, WITH_DIFFERENCE)} isFigure>
            {t('errorRate')}
          </Th>
          <Th className={cn(HEAD, WITH_DIFFERENCE)} isFigure>
            {t('p95')}
          </Th>
          <Th className={HEAD} isFigure>
            {t('instances')}
          </Th>
          <Th className={cn(HEAD, 'pl-8 narrow:hidden')}>{t('recentRate')}</Th>
        </tr>
      </thead>
      <tbody className="phone:block">
        {serving.map((version) => (
          <FiguresRow
            key={version.id}
            version={version}
            base={serving[0] === version ? undefined : serving[0]}
            series={series.get(version.id) ?? 'base'}
            maximum={maximum}
          />
        ))}
      </tbody>
    </Table>
  );
}

const PHONE_ROW =
  'phone:grid phone:grid-cols-[1fr_1fr_1fr_.7fr] phone:border-line-soft phone:border-t phone:px-4 phone:py-2 phone:first:border-t-0';
const PHONE_FIGURE =
  'text-ink phone:block phone:h-auto phone:border-0 phone:p-0 phone:text-left phone:before:mt-1 phone:before:block phone:before:text-ink-3 phone:before:text-xs phone:before:content-[attr(data-label)] phone:last:pr-0';

type FiguresRowProps = {
  version: ServingFigures;
  base: ServingFigures | undefined;
  series: Series;
  maximum: number;
};

function FiguresRow({ version, base, series, maximum }: FiguresRowProps) {
  const t = useTranslations('traffic');
  const { figures, name } = version;
  const difference = base?.figures && figures && differenceTo(base.figures, figures);
  return (
    <Tr className={PHONE_ROW}>
      <Td className="phone:col-span-3 phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0">
        <VersionName series={series} className="max-w-full font-strong">
          <VersionLabel name={name} />
        </VersionName>
      </Td>
      <Td isFigure className="font-strong text-ink text-md phone:h-auto phone:border-0 phone:p-0">
        {version.conditions.length > 0 ? (
          <Conditions conditions={version.conditions} className="justify-end font-normal" />
        ) : (
          t('percent', { percent: version.percent })
        )}
      </Td>
      <Td isFigure className={PHONE_FIGURE} data-label={t('rate')}>
        {figures ? rateText(figures) : '-'}
      </Td>
      <Td isFigure className={PHONE_FIGURE} data-label={t('errorRate')}>
        {figures ? errorText(figures) : '-'}
        <Against
          value={difference?.errorPoints}
          words={(points, isMore) => t(isMore ? 'higher' : 'lower', { points })}
        />
      </Td>
      <Td isFigure className={PHONE_FIGURE} data-label={t('p95Short')}>
        {figures ? p95Text(figures) : '-'}
        <Against value={difference?.p95Ms} words={(ms, isMore) => t(isMore ? 'slower' : 'faster', { ms })} />
      </Td>
      <Td isFigure className={cn(PHONE_FIGURE, 'phone:text-right')} data-label={t('instances')}>
        {version.readyInstances ?? '-'}
      </Td>
      <Td className="pl-8 narrow:hidden">
        <Sparkline values={version.line} max={maximum} series={series} label={t('recentRateOf', { name })} />
      </Td>
    </Tr>
  );
}

/** The difference to the base, in a place of fixed width, so that no figure moves when it comes. */
function Against({
  value,
  words,
}: {
  value: number | undefined;
  words: (amount: number, isMore: boolean) => string;
}) {
  return (
    <span className="ml-2 inline-block w-14 text-left text-ink-3 text-xs narrow:hidden">
      {value ? words(Math.abs(value), value > 0) : null}
    </span>
  );
}
