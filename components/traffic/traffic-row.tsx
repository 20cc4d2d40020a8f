'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { LiveDot } from '#components/traffic/live-dot.tsx';
import { errorText, type Figures, p95Text, rateText } from '#components/traffic/live-figures.ts';
import {
  addable,
  type FormVersion,
  removeRow,
  replaceVersion,
  setPercent,
  type TrafficForm,
  type TrafficRow,
} from '#components/traffic/traffic-form.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Series } from '#components/ui/series.ts';
import { Slider } from '#components/ui/slider.tsx';
import { VersionName } from '#components/ui/version-name.tsx';
import { VersionLabel } from '#components/versions/version-label.tsx';

const COLUMNS = 'grid grid-cols-[176px_196px_minmax(0,1fr)_124px_24px] items-center gap-x-4';
const FIGURES = 'grid grid-cols-[60px_64px_1fr] text-right';

export function TrafficRowHead() {
  const t = useTranslations('traffic');
  return (
    <div aria-hidden className={cn(COLUMNS, 'min-h-8 text-ink-3 text-xs phone:hidden')}>
      <span>{t('version')}</span>
      <span className={FIGURES}>
        <span className="-ml-4 inline-flex items-center justify-end gap-1.5">
          <LiveDot />
          {t('rate')}
        </span>
        <span>{t('errorRate')}</span>
        <span>{t('p95Short')}</span>
      </span>
      <span className="flex items-center gap-1.5">
        {t('share')}
        <i className="ml-2 h-2.5 w-0.5 rounded-full bg-ink-3" />
        {t('presentValue')}
      </span>
    </div>
  );
}

type TrafficRowLineProps = {
  row: TrafficRow;
  form: TrafficForm;
  versions: readonly FormVersion[];
  series: Series;
  figures: Figures | undefined;
  isNewest: boolean;
  /** The present value is marked; out of rules there is none. */
  hasPresent: boolean;
  onChange: (form: TrafficForm) => void;
};

/** Which version, how it does now, and its share: slider and stepper say the same. */
export function TrafficRowLine({
  row,
  form,
  versions,
  series,
  figures,
  isNewest,
  hasPresent,
  onChange,
}: TrafficRowLineProps) {
  const t = useTranslations('traffic');
  const version = versions.find(({ id }) => id === row.versionId);
  const name = version?.name ?? row.versionId;
  const percent = row.percent ?? 0;
  const isWrong = !Number.isInteger(percent) || percent < 0 || percent > 100;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the row holds several controls that no legend should name
    <div
      role="group"
      aria-label={name}
      data-newest={isNewest || undefined}
      className={cn(
        COLUMNS,
        'min-h-14 border-line-soft border-t phone:grid-cols-[minmax(0,1fr)_144px] phone:gap-y-2 phone:py-3',
      )}
    >
      <VersionSelect row={row} form={form} versions={versions} series={series} onChange={onChange} />
      <RowFigures figures={figures} />
      <Slider
        aria-label={t('percentOf', { name })}
        className="phone:row-start-3"
        value={Math.min(100, Math.max(0, percent))}
        onChange={(next) => onChange(setPercent(form, row.versionId, next))}
        series={series}
        {...(version && hasPresent ? { presentValue: version.percent } : {})}
      />
      <NumberField
        aria-label={t('percentOf', { name })}
        className="phone:row-start-3 phone:justify-self-end"
        value={row.percent}
        onChange={(next) => onChange(setPercent(form, row.versionId, next))}
        min={0}
        max={100}
        unit="%"
        isInvalid={isWrong}
      />
      <Button
        intent="quiet"
        size="xs"
        className="text-ink-3 phone:col-start-2 phone:row-start-1 phone:h-10 phone:w-11 phone:justify-self-end"
        aria-label={t('remove', { name })}
        disabledReason={form.rows.length < 2 ? t('removeLast') : undefined}
        onClick={() => onChange(removeRow(form, row.versionId))}
      >
        <X className="size-3.5" aria-hidden />
      </Button>
    </div>
  );
}

function VersionSelect({
  row,
  form,
  versions,
  series,
  onChange,
}: Pick<TrafficRowLineProps, 'row' | 'form' | 'versions' | 'series' | 'onChange'>) {
  const t = useTranslations('traffic');
  const own = versions.filter(({ id }) => id === row.versionId);
  return (
    <Select
      className="w-full phone:w-[calc(100%+100px)]"
      aria-label={t('versionOf', { name: own[0]?.name ?? '' })}
      value={row.versionId}
      onChange={(id) => onChange(replaceVersion(form, row.versionId, id))}
      options={[...own, ...addable(form, versions)].map(({ id, name }) => ({
        value: id,
        label: (
          <VersionName className="max-w-full" series={id === row.versionId ? series : undefined}>
            <VersionLabel name={name} />
          </VersionName>
        ),
      }))}
    />
  );
}

function RowFigures({ figures }: { figures: Figures | undefined }) {
  const t = useTranslations('traffic');
  const shown: [string, string][] = [
    [t('rate'), figures ? rateText(figures) : '-'],
    [t('errorRate'), figures ? errorText(figures) : '-'],
    [t('p95Short'), figures ? p95Text(figures) : '-'],
  ];
  return (
    <dl
      className={cn(FIGURES, 'text-ink phone:col-span-2 phone:row-start-2 phone:grid-cols-3 phone:text-left')}
    >
      {shown.map(([label, value]) => (
        <div key={label} className="phone:flex phone:items-baseline phone:gap-1.5">
          <dt className="sr-only text-ink-3 text-xs phone:not-sr-only">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
