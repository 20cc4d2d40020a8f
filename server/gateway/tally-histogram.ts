import { Histogram, type MetricValueWithName } from 'prom-client';
import { bucketEdgeMs, LATENCY_BUCKETS } from '#server/domain/latency.ts';
import type { LabelledTotal, VersionLabels } from '#server/gateway/version-labels.ts';

type Label = 'service' | 'version' | 'le';
type Values = MetricValueWithName<Label>[];

/** Every sixth edge of the finer buckets, each three times the one before: 0.1 ms to about 5 minutes. */
const STEP = 6;
const EDGES = Array.from({ length: Math.ceil(LATENCY_BUCKETS / STEP) }, (_, index) => index * STEP);

export type HistogramSource = {
  name: string;
  help: string;
  read: () => readonly LabelledTotal[];
  /** The counts by latencyBucket, and the sum of what was measured in ms. */
  countsOf: (total: LabelledTotal['total']) => { counts: Uint32Array; sumMs: number };
};

/** A histogram of what the meter counted already: prom-client would count each request anew. */
export class TallyHistogram extends Histogram<Label> {
  readonly #source: HistogramSource;

  constructor(source: HistogramSource) {
    super({ name: source.name, help: source.help, labelNames: ['service', 'version'], registers: [] });
    this.#source = source;
  }

  /** What the registry asks for its text; `get` builds upon it. */
  async getForPromString() {
    const { name, help, read, countsOf } = this.#source;
    const values = read().flatMap(({ labels, total }) => {
      const { counts, sumMs } = countsOf(total);
      return counts.some((count) => count > 0) ? valuesOf(name, labels, counts, sumMs) : [];
    });
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }
}

function valuesOf(name: string, labels: VersionLabels, counts: Uint32Array, sumMs: number): Values {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const buckets = EDGES.map((edge) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le: (bucketEdgeMs(edge) / 1000).toPrecision(4) },
    value: counts.subarray(0, edge + 1).reduce((sum, count) => sum + count, 0),
  }));
  return [
    ...buckets,
    { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: total },
    { metricName: `${name}_sum`, labels: { ...labels }, value: sumMs / 1000 },
    { metricName: `${name}_count`, labels: { ...labels }, value: total },
  ];
}
