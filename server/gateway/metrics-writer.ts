import type { MetricsDb } from '#db/open.ts';
import { pruneBuckets, removeHeartbeat, writeMetrics } from '#db/stores/request-metrics.ts';
import type { Meter } from '#server/gateway/meter.ts';

const PERIOD_MS = 1_000;
/** Just after the turn of a second, so that the one before is stored whole at once. */
const OFFSET_MS = 10;
const PRUNE_EVERY_MS = 5 * 60_000;
const KEPT_SECONDS = 2 * 60 * 60;

/** Stores this worker's counts and its heartbeat every second. What cannot be stored now is stored later. */
export class MetricsWriter {
  readonly #metrics: MetricsDb;
  readonly #meter: Meter;
  readonly #workerId: string;
  #timer: NodeJS.Timeout | undefined;
  #prunedAt = 0;

  constructor(metrics: MetricsDb, meter: Meter, workerId: string) {
    this.#metrics = metrics;
    this.#meter = meter;
    this.#workerId = workerId;
  }

  /** Writes now and then every second. */
  start(): void {
    this.#write();
    const untilNext = PERIOD_MS - (Date.now() % PERIOD_MS) + OFFSET_MS;
    this.#timer = setTimeout(() => this.#tick(), untilNext);
  }

  /** Writes the last counts and takes the heartbeat away. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#write();
    removeHeartbeat(this.#metrics, this.#workerId);
  }

  #tick(): void {
    try {
      this.start();
    } catch (error) {
      this.#timer = setTimeout(() => this.#tick(), PERIOD_MS);
      if (!isLocked(error)) console.error('The counts cannot be stored; they are kept for now.', error);
    }
  }

  #write(): void {
    const now = Date.now();
    writeMetrics(
      this.#metrics,
      { workerId: this.#workerId, pid: process.pid, at: now },
      this.#meter.buckets(),
    );
    this.#meter.settle();
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return;
    pruneBuckets(this.#metrics, Math.floor(now / 1000) - KEPT_SECONDS);
    this.#prunedAt = now;
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
