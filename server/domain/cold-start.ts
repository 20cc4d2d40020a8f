// What waking a version took, and which part of it was ours (docs/decisions/033-cold-starts.md).

/** One time that a request woke a version. Epoch ms. */
export type ColdStartTimes = {
  /** The first request that waited. */
  arrivedAt: number;
  /** The first byte of an answer. */
  answeredAt: number;
  /** Requests that waited in all. */
  waited: number;
  /** Of the instance that gave the answer; undefined once it is forgotten. */
  instance: { createdAt: number; readyAt: number | null } | undefined;
};

/** All in ms. */
export type ColdStartParts = {
  /** Ours: from the request to the call that makes the container. */
  beforeMs: number;
  /** The container's: until it is ready, the wait for the next probe among it. */
  containerMs: number;
  /** Ours: until the first byte of the answer, which the service needs a part of. */
  afterMs: number;
};

export type Quantiles = { median: number; p95: number };

export type ColdStartFigures = {
  count: number;
  /** Requests that waited in all of them. */
  waited: number;
  totalMs: Quantiles;
  /** Of those whose instance was made for them and is remembered; undefined without any. */
  parts: { beforeMs: Quantiles; containerMs: Quantiles; afterMs: Quantiles } | undefined;
  last: { arrivedAt: number; totalMs: number; waited: number };
};

/** The parts of one; undefined where its instance was on its way before anybody waited, or is forgotten. */
export function coldStartParts({
  arrivedAt,
  answeredAt,
  instance,
}: ColdStartTimes): ColdStartParts | undefined {
  if (!instance || instance.readyAt === null) return undefined;
  const { createdAt, readyAt } = instance;
  if (createdAt < arrivedAt || readyAt > answeredAt) return undefined;
  return {
    beforeMs: createdAt - arrivedAt,
    containerMs: readyAt - createdAt,
    afterMs: answeredAt - readyAt,
  };
}

/** Of cold starts, newest first; undefined without any. */
export function coldStartFigures(starts: readonly ColdStartTimes[]): ColdStartFigures | undefined {
  const [newest] = starts;
  if (!newest) return undefined;
  const parts = starts.flatMap((start) => coldStartParts(start) ?? []);
  const { arrivedAt, waited } = newest;
  return {
    count: starts.length,
    waited: starts.reduce((sum, start) => sum + start.waited, 0),
    totalMs: quantilesOf(starts.map(totalMsOf)),
    parts: parts.length === 0 ? undefined : partFigures(parts),
    last: { arrivedAt, totalMs: totalMsOf(newest), waited },
  };
}

function partFigures(parts: readonly ColdStartParts[]) {
  return {
    beforeMs: quantilesOf(parts.map(({ beforeMs }) => beforeMs)),
    containerMs: quantilesOf(parts.map(({ containerMs }) => containerMs)),
    afterMs: quantilesOf(parts.map(({ afterMs }) => afterMs)),
  };
}

function totalMsOf({ arrivedAt, answeredAt }: ColdStartTimes): number {
  return Math.max(0, answeredAt - arrivedAt);
}

/** By nearest rank; of at least one value. */
function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (quantile: number) => sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}
