// 监控: what is counted of a point of a chart, and the figures that this makes (console-spec 10.1).
import { LATENCY_BUCKETS, latencyMeanMs, latencyQuantilesMs } from '#server/domain/latency.ts';

export const REQUEST_FIGURES = [
  'qps',
  'requests',
  /** Answers of 4xx and 5xx, and those that broke off: 错误响应（404、500等）. */
  'errors',
  'errors4xx',
  /** With what broke off. */
  'errors5xx',
  /** 0–100, of 5xx and what broke off. */
  'errorPercent',
  'p50Ms',
  'p90Ms',
  'p95Ms',
  'p99Ms',
  'meanMs',
  'bytesOut',
  /** Most at one time. */
  'inFlight',
] as const;

export const INSTANCE_FIGURES = ['instances', 'cu', 'cpuCores', 'memoryBytes'] as const;
export const WAKING_FIGURES = ['coldStarts', 'coldStartMs'] as const;

export const FIGURES = [...REQUEST_FIGURES, ...INSTANCE_FIGURES, ...WAKING_FIGURES] as const;
export type Figure = (typeof FIGURES)[number];
export type RequestFigure = (typeof REQUEST_FIGURES)[number];

/** What the gateway counts by instance is less. */
export const FIGURES_BY_INSTANCE = [
  'qps',
  'requests',
  'errors5xx',
  'errorPercent',
  'inFlight',
  'cpuCores',
  'memoryBytes',
  'cu',
] as const satisfies Figure[];

/** Null where nothing was measured. */
export type Values = (number | null)[];

/** What was counted for a point. */
export type Counts = {
  requests: number;
  errors4xx: number;
  errors5xx: number;
  bytesOut: number;
  /** By bucket of domain/latency.ts. */
  latency: number[];
  /** By the time that each peak is of. */
  inFlight: Map<number, number>;
};

/** As it is stored, for one worker, version or instance, and the time `at`. */
export type CountedRow = Omit<Counts, 'latency' | 'inFlight'> & {
  at: number;
  latency: Record<string, number>;
  inFlight: number;
};

export function noCounts(): Counts {
  const latency = new Array<number>(LATENCY_BUCKETS).fill(0);
  return { requests: 0, errors4xx: 0, errors5xx: 0, bytesOut: 0, latency, inFlight: new Map() };
}

/** Requests in flight add up where they are of the same time; of several times the most is told. */
export function addCounts(counts: Counts, row: CountedRow): void {
  counts.requests += row.requests;
  counts.errors4xx += row.errors4xx;
  counts.errors5xx += row.errors5xx;
  counts.bytesOut += row.bytesOut;
  for (const index in row.latency) {
    counts.latency[Number(index)] = (counts.latency[Number(index)] ?? 0) + (row.latency[index] ?? 0);
  }
  counts.inFlight.set(row.at, (counts.inFlight.get(row.at) ?? 0) + row.inFlight);
}

/**
 * Figures of one point. `covered`: seconds of it in which a gateway ran; without one, and without counts, nothing is
 * known. `seconds`: all of it.
 */
export function requestFigures(
  counts: Counts | undefined,
  covered: number,
  seconds: number,
): Record<RequestFigure, number | null> | undefined {
  if (counts === undefined && covered === 0) return undefined;
  const { requests, errors4xx, errors5xx, bytesOut, latency, inFlight } = counts ?? NOTHING;
  const [p50Ms, p90Ms, p95Ms, p99Ms] = latencyQuantilesMs(latency, [0.5, 0.9, 0.95, 0.99]);
  return {
    qps: requests / seconds,
    requests,
    errors: errors4xx + errors5xx,
    errors4xx,
    errors5xx,
    errorPercent: requests === 0 ? null : (100 * errors5xx) / requests,
    p50Ms: p50Ms ?? null,
    p90Ms: p90Ms ?? null,
    p95Ms: p95Ms ?? null,
    p99Ms: p99Ms ?? null,
    meanMs: latencyMeanMs(latency) ?? null,
    bytesOut,
    inFlight: Math.max(0, ...inFlight.values()),
  };
}

const NOTHING = noCounts();

/** What an instance used in a span, as the average of so many looks. `at`: start of the span. */
export type UsageRow = { at: number; samples: number; cpuCores: number; memoryBytes: number };

/** Sums of looks; `looks` by span: the most that any instance had, for all were looked at together. */
export type Usage = { cpuCores: number; memoryBytes: number; looks: Map<number, number> };

export function noUsage(): Usage {
  return { cpuCores: 0, memoryBytes: 0, looks: new Map() };
}

export function addUsage(usage: Usage, row: UsageRow): void {
  usage.cpuCores += row.cpuCores * row.samples;
  usage.memoryBytes += row.memoryBytes * row.samples;
  usage.looks.set(row.at, Math.max(usage.looks.get(row.at) ?? 0, row.samples));
}

/** What all instances used together, on average over the looks at any of them. */
export function usageFigures(usage: Usage): { cpuCores: number; memoryBytes: number } {
  const looks = [...usage.looks.values()].reduce((sum, count) => sum + count, 0);
  return { cpuCores: usage.cpuCores / looks, memoryBytes: usage.memoryBytes / looks };
}
