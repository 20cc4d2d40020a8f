'use client';
import { Download, RefreshCw } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { NamedVersion } from '#components/metrics/chart-lines.ts';
import { CustomRange } from '#components/metrics/custom-range.tsx';
import { type MetricChoiceState, SPLITS } from '#components/metrics/use-metric-choice.ts';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Select } from '#components/ui/select.tsx';
import { METRIC_RANGE_NAMES, type MetricRange, type Sampling } from '#server/domain/metric-sampling.ts';

type MetricToolsProps = {
  state: MetricChoiceState;
  sampling: Sampling | undefined;
  /** Newest first. */
  versions: readonly NamedVersion[];
  onRefresh: () => void;
  isRefreshing: boolean;
  /** Undefined while there is nothing to be had. */
  onDownload: (() => void) | undefined;
};

const ALL = '';
const CUSTOM = 'custom';

/** Over the charts: which time, by what, again, and as a file. */
export function MetricTools({
  state,
  sampling,
  versions,
  onRefresh,
  isRefreshing,
  onDownload,
}: MetricToolsProps) {
  const t = useTranslations('metrics');
  const common = useTranslations('common');
  const { choice, setLast, setRange, setSplit, setVersion } = state;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented<MetricRange | typeof CUSTOM>
        aria-label={t('range')}
        className="phone:w-full"
        value={'last' in choice.range ? choice.range.last : CUSTOM}
        onChange={(last) => last !== CUSTOM && setLast(last)}
        options={METRIC_RANGE_NAMES.map((value) => ({ value, label: t(`ranges.${value}`) }))}
      />
      <CustomRange sampling={sampling} onChange={setRange} />
      <Segmented
        aria-label={t('split')}
        className="phone:w-full"
        value={choice.split}
        onChange={setSplit}
        options={SPLITS.map((value) => ({ value, label: t(`splits.${value}`) }))}
      />
      {choice.split === 'instance' ? (
        <Select
          aria-label={t('version')}
          className="w-44 phone:w-full"
          value={choice.versionId ?? ALL}
          onChange={(id) => setVersion(id || undefined)}
          options={[
            { value: ALL, label: t('allVersions') },
            ...versions.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
      <div className="ml-auto flex items-center gap-1">
        <Button intent="quiet" disabled={onDownload === undefined} onClick={onDownload}>
          <Download className="size-4" aria-hidden />
          {t('csv')}
        </Button>
        <Button
          intent="quiet"
          size="icon"
          aria-label={common('refresh')}
          aria-busy={isRefreshing}
          onClick={onRefresh}
        >
          <RefreshCw className={isRefreshing ? 'spin size-4' : 'size-4'} aria-hidden />
        </Button>
      </div>
    </div>
  );
}
