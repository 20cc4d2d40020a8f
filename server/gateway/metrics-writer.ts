import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db, MetricsDb } from '#db/open.ts';
import { writeColdStarts } from '#db/stores/cold-starts.ts';
import { writeInstanceRequests } from '#db/stores/instance-requests.ts';
import { forgetSeconds, removeHeartbeat, writeBuckets, writeMetrics } from '#db/stores/request-metrics.ts';
import { SECONDS_FORGOTTEN } from '#server/domain/metric-spans.ts';
import { LogWriter } from '#server/gateway/log-writer.ts';
import type { Meter } from '#server/gateway/meter.ts';
import type { RequestLog } from '#server/gateway/request-log.ts';
import type { RouteTable } from '#server/gateway/table.ts';
import type { Wakes } from '#server/gateway/wake.ts';

const PERIOD_MS = 1_000;
/** Just after the turn of a second, so that the one before is stored whole at once. */
const OFFSET_MS = 10;
/** While another worker holds the lock, each tries again at a moment of its own. */
const RETRY_MS = 40;
/** Rows between two looks at the traffic: far below a millisecond. */
const SLICE = 100;
const FORGET_EVERY_SECONDS = 60;
/** Where no deployer clears away, this many are given up every second. */
const FORGOTTEN_AT_ONCE = 500;

type Books = { meter: Meter; log: RequestLog; table: Pick<RouteTable, 'isRouted'>; wakes: Wakes };

/**
 * Stores this worker's heartbeat, counts and logged requests every second, a few rows at a time between requests. What
 * cannot be stored now is stored later: there is no waiting for a lock.
 */
export class MetricsWriter {
  readonly #metrics: MetricsDb;
  readonly #meter: Meter;
  readonly #log: LogWriter;
  readonly #wakes: Wakes;
  readonly #workerId: string;
  readonly #forget: () => void;
  #forgottenAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** Counters and logs of what `table` routes no more are forgotten now and then. */
  constructor(files: { db: Db; metrics: MetricsDb }, { meter, log, table, wakes }: Books, workerId: string) {
    this.#metrics = files.metrics;
    this.#meter = meter;
    this.#wakes = wakes;
    this.#log = new LogWriter(files, log);
    this.#workerId = workerId;
    this.#forget = () => {
      meter.forgetUnless((serviceId, versionId) => table.isRouted(serviceId, versionId));
      log.forgetUnless((serviceId) => table.isRouted(serviceId, ''));
    };
  }

  /** Says that this worker lives, and begins to write every second. Throws where it cannot be said. */
  start(): void {
    writeMetrics(this.#metrics, this.#heartbeat(), []);
    this.#tickIn(PERIOD_MS - (Date.now() % PERIOD_MS) + OFFSET_MS);
  }

  /** Writes the last counts and takes the heartbeat away. */
  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    writeBuckets(this.#metrics, this.#meter.buckets());
    writeInstanceRequests(this.#metrics, this.#meter.instances.unstored());
    this.#writeColdStarts();
    this.#log.writeAll();
    removeHeartbeat(this.#metrics, this.#workerId);
  }

  #tickIn(ms: number): void {
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#tick(), ms);
  }

  async #tick(): Promise<void> {
    try {
      await this.#write();
      this.#tickIn(PERIOD_MS - (Date.now() % PERIOD_MS) + OFFSET_MS);
    } catch (error) {
      if (isLocked(error)) return this.#tickIn(RETRY_MS * (0.5 + Math.random()));
      console.error('The counts cannot be stored; they are kept for now.', error);
      this.#tickIn(PERIOD_MS);
    }
  }

  async #write(): Promise<void> {
    const { second } = this.#meter;
    const buckets = this.#meter.complete();
    writeMetrics(this.#metrics, this.#heartbeat(), buckets.splice(0, SLICE));
    while (buckets.length > 0) {
      await nextTurn();
      if (this.#isOver) return;
      writeBuckets(this.#metrics, buckets.splice(0, SLICE));
    }
    this.#meter.settle(second);
    this.#writeColdStarts();
    await this.#writeInstances();
    if (this.#isOver) return;
    this.#log.take();
    while (this.#log.hasMore) {
      await nextTurn();
      if (this.#isOver) return;
      this.#log.writeSome();
    }
    forgetSeconds(this.#metrics, second - SECONDS_FORGOTTEN, FORGOTTEN_AT_ONCE);
    if (second - this.#forgottenAt < FORGET_EVERY_SECONDS) return;
    this.#forgottenAt = second;
    this.#forget();
  }

  #writeColdStarts(): void {
    const starts = this.#wakes.unstored();
    writeColdStarts(this.#metrics, starts);
    this.#wakes.settle(starts.length);
  }

  async #writeInstances(): Promise<void> {
    const rows = this.#meter.instances.unstored();
    while (rows.length > 0 && !this.#isOver) {
      const slice = rows.splice(0, SLICE);
      writeInstanceRequests(this.#metrics, slice);
      this.#meter.instances.settle(slice);
      await nextTurn();
    }
  }

  #heartbeat() {
    return { workerId: this.#workerId, pid: process.pid, at: Date.now() };
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
