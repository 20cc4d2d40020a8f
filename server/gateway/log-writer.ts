import type { Db, MetricsDb } from '#db/open.ts';
import { keepsQueries } from '#db/stores/logged-queries.ts';
import { isLogFull, writeLog } from '#db/stores/request-log.ts';
import { loggedPath } from '#server/domain/request-log.ts';
import type { LoggedService, RequestLog } from '#server/gateway/request-log.ts';

/** Rows of one transaction. */
const SLICE = 20;

/** Stores logged requests in short steps; those of a step that failed are stored by the next one. */
export class LogWriter {
  readonly #db: Db;
  readonly #metrics: MetricsDb;
  readonly #log: RequestLog;
  /** Taken from the rings, to be stored. New ones stay in their rings until these are. */
  #waiting: LoggedService[] = [];

  constructor({ db, metrics }: { db: Db; metrics: MetricsDb }, log: RequestLog) {
    this.#db = db;
    this.#metrics = metrics;
    this.#log = log;
  }

  get hasMore(): boolean {
    return this.#waiting.length > 0;
  }

  /**
   * Takes what was logged until now, to be stored; nothing while the last take is not stored. To be called once a
   * second: the rings are the bound on what is written. While far too many are stored already, those are given up.
   */
  take(): void {
    if (this.hasMore) return;
    const taken = this.#log.take();
    if (taken.length === 0) return;
    if (isLogFull(this.#metrics)) {
      this.#log.missed += taken.reduce((sum, { requests }) => sum + requests.length, 0);
    } else this.#waiting = taken.map((service) => this.#withoutValues(service));
  }

  /** Stores some requests of one service. Throws where the file is locked; then nothing was stored or forgotten. */
  writeSome(): void {
    const [service] = this.#waiting;
    if (!service) return;
    const { serviceId, requests, missed } = service;
    const slice = requests.slice(0, SLICE);
    writeLog(this.#metrics, serviceId, slice, { at: slice[0]?.at ?? 0, count: missed });
    requests.splice(0, SLICE);
    service.missed = 0;
    if (requests.length === 0) this.#waiting.shift();
  }

  /** Stores everything that is logged. */
  writeAll(): void {
    for (this.take(); this.hasMore; this.hasMore || this.take()) this.writeSome();
  }

  #withoutValues({ serviceId, requests, missed }: LoggedService): LoggedService {
    const keeps = keepsQueries(this.#db, serviceId);
    const kept = requests.map((request) => ({ ...request, path: loggedPath(request.path, keeps) }));
    return { serviceId, requests: kept, missed };
  }
}
