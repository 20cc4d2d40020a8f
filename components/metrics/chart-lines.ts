// Lines of the charts: what they are called, and how they look.
import { type Series, seriesByVersion, seriesColor } from '#components/ui/series.ts';
import type { MetricLine, MetricSplit } from '#server/api/views/metrics-view.ts';
import type { LineFigures } from '#server/domain/metric-lines.ts';
import { versionDigits } from '#server/domain/naming.ts';

export type ChartLine = {
  id: string;
  label: string;
  /** Beside a figure, where there is little room. */
  shortLabel: string;
  /** A CSS colour. */
  color: string;
  /** The colour stands for another line already. */
  isDashed: boolean;
  figures: LineFigures;
};

export type NamedVersion = { id: string; name: string; number: number; isDeleted: boolean };

type Words = { service: string; noVersion: string };

/** Instances have no order of age that matters: the clearest colours first. */
const BY_INSTANCE: readonly Series[] = ['1', 'base', '2', '3', '4'];

/** In the order of the answer: versions and instances oldest first. */
export function chartLines(
  split: MetricSplit,
  lines: readonly MetricLine[],
  versions: readonly NamedVersion[],
  words: Words,
): ChartLine[] {
  const series = lines.map(seriesOf(split, lines, versions));
  return lines.map((line, index) => {
    const mine = series[index] ?? '1';
    const version = versions.find(({ id }) => id === line.versionId);
    return {
      id: line.id,
      ...labelsOf(split, line, version, words),
      color: seriesColor(mine),
      isDashed: series.indexOf(mine) < index,
      figures: line.figures,
    };
  });
}

function seriesOf(split: MetricSplit, lines: readonly MetricLine[], versions: readonly NamedVersion[]) {
  if (split === 'service') return (): Series => '1';
  if (split === 'instance') {
    return (_: MetricLine, index: number): Series => BY_INSTANCE[index % BY_INSTANCE.length] ?? '1';
  }
  const byVersion = seriesByVersion(
    lines.map(({ versionId }) => ({
      id: versionId ?? '',
      // What no version answered stands last, so that it takes no version's colour.
      number: versions.find(({ id }) => id === versionId)?.number ?? Number.MAX_SAFE_INTEGER,
    })),
  );
  return (line: MetricLine): Series => byVersion.get(line.versionId ?? '') ?? 'base';
}

function labelsOf(split: MetricSplit, line: MetricLine, version: NamedVersion | undefined, words: Words) {
  if (split === 'service') return { label: words.service, shortLabel: '' };
  if (split === 'instance') return { label: line.instanceId ?? '', shortLabel: line.instanceId ?? '' };
  if (!version) return { label: words.noVersion, shortLabel: words.noVersion };
  return { label: version.name, shortLabel: versionDigits(version.number) };
}
