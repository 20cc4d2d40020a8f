'use client';
import { useTranslations } from 'use-intl/react';
import type { NamedVersion } from '#components/metrics/chart-lines.ts';
import { AXIS_WIDTH, RIGHT_PADDING } from '#components/metrics/plot-options.ts';
import { type TrafficSpan, trafficHistory } from '#components/metrics/traffic-history.ts';
import { usePolicyText } from '#components/traffic/policy-text.ts';
import { type Series, seriesByVersion, seriesColor } from '#components/ui/series.ts';
import type { MetricMark } from '#server/api/views/metric-marks.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';
import { versionsWithTraffic } from '#server/domain/traffic.ts';

type TrafficBandProps = {
  sampling: Sampling;
  initial: TrafficSpan['policy'];
  marks: readonly MetricMark[];
  versions: readonly NamedVersion[];
  /** Colours of the lines, by version, where lines are versions. */
  colors: ReadonlyMap<string, string>;
};

/** Who got which part of the traffic, below the time axis that it belongs to. */
export function TrafficBand({ sampling, initial, marks, versions, colors }: TrafficBandProps) {
  const t = useTranslations('metrics');
  const policyText = usePolicyText();
  const spans = trafficHistory(sampling, initial, marks);
  const series = seriesOf(spans, versions);
  const colorOf = (id: string) => colors.get(id) ?? seriesColor(series.get(id) ?? 'base');
  const told = spans.flatMap(({ policy }) => (policy === null ? [] : [policyText(policy, versions)]));
  if (told.length === 0) return null;
  return (
    <div
      className="relative -mx-1 mt-1 flex h-5"
      style={{ paddingLeft: AXIS_WIDTH, paddingRight: RIGHT_PADDING }}
    >
      <span
        className="absolute left-0 pr-2 text-right text-ink-3 text-xs leading-5"
        style={{ width: AXIS_WIDTH }}
      >
        {t('traffic')}
      </span>
      <div
        role="img"
        aria-label={t('trafficOver', { list: told.join(t('trafficNext')) })}
        className="flex min-w-0 flex-1 gap-0.5"
      >
        {spans.map((span) => (
          <Span key={span.from} span={span} versions={versions} colorOf={colorOf} />
        ))}
      </div>
    </div>
  );
}

type SpanProps = {
  span: TrafficSpan;
  versions: readonly NamedVersion[];
  colorOf: (versionId: string) => string;
};

/** Shares above each other, oldest on top; rules are hatched, for nobody knows their shares. */
function Span({ span: { from, to, policy }, versions, colorOf }: SpanProps) {
  const shares = policy?.mode === 'percent' ? policy.shares : [];
  const numberOf = (id: string) => versions.find((version) => version.id === id)?.number ?? 0;
  return (
    <span
      className="flex min-w-px basis-0 flex-col gap-px overflow-hidden rounded-xs bg-track"
      style={{
        flexGrow: to - from,
        ...(policy?.mode === 'rules' ? { background: 'var(--hatch-rules)' } : {}),
      }}
    >
      {shares
        .toSorted((a, b) => numberOf(a.versionId) - numberOf(b.versionId))
        .map(({ versionId, percent }) => (
          <i
            key={versionId}
            className="min-h-0.5 basis-0"
            style={{ flexGrow: percent, background: colorOf(versionId) }}
          />
        ))}
    </span>
  );
}

function seriesOf(spans: readonly TrafficSpan[], versions: readonly NamedVersion[]): Map<string, Series> {
  const serving = new Set(
    spans.flatMap(({ policy }) => (policy === null ? [] : versionsWithTraffic(policy))),
  );
  return seriesByVersion(versions.filter(({ id }) => serving.has(id)));
}
