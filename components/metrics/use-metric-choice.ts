'use client';
import { useUrlParams } from '#components/services/use-url-params.ts';
import type { MetricSplit } from '#server/api/views/metrics-view.ts';
import { type AskedRange, METRIC_RANGE_NAMES, type MetricRange } from '#server/domain/metric-sampling.ts';

export const SPLITS: readonly MetricSplit[] = ['version', 'service', 'instance'];

export type MetricChoice = {
  range: AskedRange;
  split: MetricSplit;
  versionId: string | undefined;
  /** Ids of lines that are not drawn. */
  hidden: readonly string[];
};

/** What 监控 shows, as the URL says it; what it does not say is the last hour by version. */
export function useMetricChoice() {
  const { params, change } = useUrlParams();
  const split = SPLITS.find((name) => name === params.get('by')) ?? 'version';
  const choice: MetricChoice = {
    range: rangeOf(params),
    split,
    versionId: split === 'instance' ? (params.get('version') ?? undefined) : undefined,
    hidden: params.get('hide')?.split(',') ?? [],
  };
  return {
    choice,
    setLast: (last: MetricRange) =>
      change({ range: last === '1h' ? undefined : last, from: undefined, to: undefined }),
    setRange: (from: number, to: number) => change({ range: undefined, from: String(from), to: String(to) }),
    setSplit: (by: MetricSplit) =>
      change({ by: by === 'version' ? undefined : by, version: undefined, hide: undefined }),
    setVersion: (version: string | undefined) => change({ version, hide: undefined }),
    setHidden: (ids: readonly string[]) => change({ hide: ids.join(',') }),
  };
}

export type MetricChoiceState = ReturnType<typeof useMetricChoice>;

function rangeOf(params: URLSearchParams): AskedRange {
  const [from, to] = [Number(params.get('from')), Number(params.get('to'))];
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from > 0 && from < to) return { from, to };
  return { last: METRIC_RANGE_NAMES.find((name) => name === params.get('range')) ?? '1h' };
}
