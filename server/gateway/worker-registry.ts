// What one worker tells Prometheus. The names are listed in docs/metrics.md.
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { STATUS_CLASSES } from '#server/domain/status-class.ts';
import type { Meter } from '#server/gateway/meter.ts';
import type { RequestLog } from '#server/gateway/request-log.ts';
import { TallyHistogram } from '#server/gateway/tally-histogram.ts';
import type { LabelledTotal, VersionNames } from '#server/gateway/version-labels.ts';

const PREFIX = 'cloudberth_gateway_';
const VERSION = ['service', 'version'];

export type WorkerFacts = {
  meter: Meter;
  log: RequestLog;
  names: VersionNames;
  /** Instances that are left out of the pick for a while, because they could not be reached. */
  instancesOut: () => number;
};

/** A registry that is read at the moment of a scrape; nothing is counted twice. */
export class WorkerRegistry {
  readonly #registry = new Registry();
  readonly #facts: WorkerFacts;
  #totals: readonly LabelledTotal[] = [];

  constructor(facts: WorkerFacts) {
    this.#facts = facts;
    collectDefaultMetrics({ register: this.#registry });
    this.#addRequests();
    this.#addDurations();
    this.#addWorker();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text of one scrape. */
  async scrape(): Promise<string> {
    this.#totals = await this.#facts.names.label(this.#facts.meter.totals());
    return this.#registry.metrics();
  }

  #addRequests(): void {
    this.#counter(
      'requests_total',
      'Finished requests by class of status.',
      [...VERSION, 'code'],
      (counter) => {
        for (const { labels, total } of this.#totals) {
          STATUS_CLASSES.forEach((code, index) => {
            const count = total.statuses[index] ?? 0;
            if (count > 0) counter.inc({ ...labels, code }, count);
          });
        }
      },
    );
    this.#counter(
      'bytes_total',
      'Bytes of bodies, from visitors and to them.',
      [...VERSION, 'direction'],
      (counter) => {
        for (const { labels, total } of this.#totals) {
          counter.inc({ ...labels, direction: 'in' }, total.bytesIn);
          counter.inc({ ...labels, direction: 'out' }, total.bytesOut);
        }
      },
    );
  }

  #addDurations(): void {
    const read = () => this.#totals;
    const duration = new TallyHistogram({
      name: `${PREFIX}request_duration_seconds`,
      help: 'From the head of a request to the last byte of its answer.',
      read,
      countsOf: ({ latency, latencyMs }) => ({ counts: latency, sumMs: latencyMs }),
    });
    const coldStart = new TallyHistogram({
      name: `${PREFIX}cold_start_seconds`,
      help: 'How long requests waited for a version that was at zero.',
      read,
      countsOf: ({ coldStarts, coldStartMs }) => ({ counts: coldStarts, sumMs: coldStartMs }),
    });
    for (const histogram of [duration, coldStart]) this.#registry.registerMetric(histogram);
  }

  #addWorker(): void {
    const { meter, log, instancesOut } = this.#facts;
    this.#gauge('requests_in_flight', 'Requests without a whole answer yet.', VERSION, (gauge) => {
      for (const { labels, inFlight } of this.#totals) gauge.set(labels, inFlight);
    });
    this.#gauge('instances_out', 'Instances left out of the pick for a while.', [], (gauge) => {
      gauge.set(instancesOut());
    });
    this.#counter('dial_failures_total', 'Instances that could not be reached.', [], (counter) => {
      counter.inc(meter.dialFailures);
    });
    this.#counter('log_missed_total', 'Requests that were not logged: too many at once.', [], (counter) => {
      counter.inc(log.missed);
    });
    this.#counter('counts_dropped_total', 'Seconds of versions that were never stored.', [], (counter) => {
      counter.inc(meter.droppedBuckets);
    });
  }

  #counter(name: string, help: string, labelNames: string[], read: (counter: Counter) => void): void {
    const counter: Counter = new Counter({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        counter.reset();
        read(counter);
      },
    });
  }

  #gauge(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void): void {
    const gauge: Gauge = new Gauge({
      name: PREFIX + name,
      help,
      labelNames,
      registers: [this.#registry],
      collect() {
        gauge.reset();
        read(gauge);
      },
    });
  }
}
