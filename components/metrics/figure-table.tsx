'use client';
import { useTranslations } from 'use-intl/react';
import type { ChartLine } from '#components/metrics/chart-lines.ts';
import type { FigureUnit } from '#components/metrics/figure-list.ts';
import { pointTimes } from '#components/metrics/line-plot.tsx';
import { summaryOf } from '#components/metrics/line-summary.ts';
import { useFigureText, usePointText } from '#components/metrics/use-figure-text.ts';
import type { Figure } from '#server/domain/metric-figures.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';

type FigureTableProps = {
  title: string;
  /** What the figure is: where nothing can be hovered, it is read here. */
  hint: string;
  sampling: Sampling;
  lines: readonly ChartLine[];
  figure: Figure;
  unit: FigureUnit;
  height: number;
};

const SUMMARIES = ['latest', 'minimum', 'maximum', 'average'] as const;
const CELL =
  'h-7 whitespace-nowrap border-line-soft border-b px-2 text-right first:pl-0 first:text-left last:pr-0';
const HEAD = 'sticky top-0 bg-surface font-normal text-ink-3';

/** The chart in words: what each line comes to, and below it each point, newest first. */
export function FigureTable({ title, hint, sampling, lines, figure, unit, height }: FigureTableProps) {
  const t = useTranslations('metrics');
  return (
    <section
      aria-label={t('tableOf', { title })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard has to be able to do.
      tabIndex={0}
      className="overflow-auto text-xs"
      style={{ height }}
    >
      <p className="mb-1 text-ink-3">{hint}</p>
      <SummaryTable lines={lines} figure={figure} unit={unit} />
      <PointTable sampling={sampling} lines={lines} figure={figure} unit={unit} />
    </section>
  );
}

function SummaryTable({ lines, figure, unit }: Pick<FigureTableProps, 'lines' | 'figure' | 'unit'>) {
  const t = useTranslations('metrics');
  const textOf = useFigureText();
  return (
    <table className="w-full">
      <caption className="sr-only">{t('summary')}</caption>
      <thead>
        <tr>
          <th scope="col" className={`${CELL} ${HEAD}`}>
            {t('line')}
          </th>
          {SUMMARIES.map((name) => (
            <th key={name} scope="col" className={`${CELL} ${HEAD}`}>
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const summary = summaryOf(line.figures[figure]);
          return (
            <tr key={line.id}>
              <th scope="row" className={`${CELL} font-normal text-ink`}>
                {line.label}
              </th>
              {SUMMARIES.map((name) => (
                <td key={name} className={CELL}>
                  {textOf(summary?.[name], unit)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function PointTable({ sampling, lines, figure, unit }: Omit<FigureTableProps, 'title' | 'hint' | 'height'>) {
  const t = useTranslations('metrics');
  const textOf = useFigureText();
  const pointText = usePointText(sampling.stepSeconds);
  return (
    <table className="mt-3 w-full">
      <caption className="sr-only">{t('points')}</caption>
      <thead>
        <tr>
          <th scope="col" className={`${CELL} ${HEAD}`}>
            {t('time')}
          </th>
          {lines.map((line) => (
            <th key={line.id} scope="col" className={`${CELL} ${HEAD}`}>
              {line.shortLabel || line.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pointTimes(sampling)
          .map((at, index) => (
            <tr key={at}>
              <th scope="row" className={`${CELL} font-normal text-ink-3`}>
                {pointText(at)}
              </th>
              {lines.map((line) => (
                <td key={line.id} className={CELL}>
                  {textOf(line.figures[figure][index], unit)}
                </td>
              ))}
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  );
}
