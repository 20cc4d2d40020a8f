// The charts of 监控, in the order of the page, and the figures that each of them can show (console-spec 10.1).
import type { MetricSplit } from '#server/api/views/metrics-view.ts';
import { FIGURES_BY_INSTANCE, type Figure } from '#server/domain/metric-figures.ts';

export type FigureUnit = 'rate' | 'count' | 'percent' | 'ms' | 'cores' | 'bytes' | 'units';

export const FIGURE_UNIT: Record<Figure, FigureUnit> = {
  qps: 'rate',
  requests: 'count',
  errors: 'count',
  errors4xx: 'count',
  errors5xx: 'count',
  errorPercent: 'percent',
  p50Ms: 'ms',
  p90Ms: 'ms',
  p95Ms: 'ms',
  p99Ms: 'ms',
  meanMs: 'ms',
  bytesOut: 'bytes',
  inFlight: 'count',
  instances: 'count',
  cu: 'units',
  cpuCores: 'cores',
  memoryBytes: 'bytes',
  coldStarts: 'count',
  coldStartMs: 'ms',
};

export type ChartId = (typeof CHARTS)[number]['id'];
export type Chart = { id: ChartId; figures: readonly Figure[]; isStepped: boolean };

/** The first of `figures` is shown until another is chosen. */
const CHARTS = [
  { id: 'qps', figures: ['qps'] },
  { id: 'errorResponses', figures: ['errors', 'errors4xx', 'errors5xx', 'errorPercent'] },
  { id: 'responseTime', figures: ['p95Ms', 'p50Ms', 'p90Ms', 'p99Ms', 'meanMs'] },
  { id: 'instances', figures: ['instances'] },
  { id: 'cpu', figures: ['cpuCores'] },
  { id: 'memory', figures: ['memoryBytes'] },
  { id: 'requests', figures: ['requests'] },
  { id: 'bytesOut', figures: ['bytesOut'] },
  { id: 'cu', figures: ['cu'] },
  { id: 'inFlight', figures: ['inFlight'] },
  { id: 'coldStarts', figures: ['coldStarts', 'coldStartMs'] },
] as const satisfies { id: string; figures: readonly Figure[] }[];

/** Charts with figures that are known of what the lines stand for. */
export function chartsOf(split: MetricSplit): Chart[] {
  const isKnown = (figure: Figure) =>
    split !== 'instance' || (FIGURES_BY_INSTANCE as readonly Figure[]).includes(figure);
  return CHARTS.map(({ id, figures }) => ({
    id,
    figures: figures.filter(isKnown),
    isStepped: id === 'instances',
  })).filter(({ figures }) => figures.length > 0);
}
