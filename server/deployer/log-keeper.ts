import { statfs } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Db, LogsDb } from '#db/open.ts';
import { readLogRetention } from '#db/stores/log-retention.ts';
import {
  dropOldestBlock,
  dropOldRows,
  forgetLogInstances,
  forgetLogService,
  giveBackRoom,
  listLogServices,
  readLogBytes,
} from '#db/stores/log-room.ts';
import { findService } from '#db/stores/services.ts';

const PERIOD_MS = 10_000;
/** Between two steps, of a few ms each: what is written and read meanwhile goes first. */
const STEP_MS = 5;
const ROWS = 500;
const MEBIBYTE = 1024 * 1024;
const DAY_MS = 24 * 3600_000;
/** So much of the disk stays free for everything else. */
const FREE_BYTES = 1024 * MEBIBYTE;

export type LogKeeperOptions = {
  db: Db;
  logs: LogsDb;
  dataDir: string;
  /** What logs of all services may take together. */
  maxMegabytes: number;
  onError: (what: string, error: unknown) => void;
};

/**
 * Lets go of lines: what is too old, what is too much of one service, of all services, or for the disk; the oldest
 * first, a block at a time.
 */
export class LogKeeper {
  readonly #options: LogKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #round = Promise.resolve();

  constructor(options: LogKeeperOptions) {
    this.#options = options;
  }

  /** Begins the first round, and then one every ten seconds. */
  start(): void {
    this.#round = this.keep(Date.now()).catch((error) => this.#options.onError('keep logs', error));
    void this.#round.then(() => {
      if (!this.#isOver) this.#timer = setTimeout(() => this.start(), PERIOD_MS);
    });
  }

  /** Ends the running round at its next step. */
  async close(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round. `nowMs` in epoch ms. */
  async keep(nowMs: number): Promise<void> {
    const { db, logs, maxMegabytes } = this.#options;
    for (const serviceId of listLogServices(logs)) {
      if (findService(db, serviceId)) await this.#keepService(serviceId, nowMs);
      else await this.#forget(serviceId);
    }
    await this.#drop(this.#allBytes() - maxMegabytes * MEBIBYTE);
    // Room comes back to the disk in steps of its own: that is what the next look measures.
    while ((await this.#lacksRoom()) && !this.#isOver) {
      const hasDropped = dropOldestBlock(logs) > 0;
      const hasGiven = giveBackRoom(logs);
      if (!hasDropped && !hasGiven) break;
      await wait(STEP_MS);
    }
    while (giveBackRoom(logs) && !this.#isOver) await wait(STEP_MS);
  }

  async #keepService(serviceId: string, nowMs: number): Promise<void> {
    const { db, logs } = this.#options;
    const { days, megabytes } = readLogRetention(db, serviceId);
    const before = nowMs - days * DAY_MS;
    while (dropOldestBlock(logs, { serviceId, before }) && !this.#isOver) await wait(STEP_MS);
    while (dropOldRows(logs, serviceId, before, ROWS) === ROWS && !this.#isOver) await wait(STEP_MS);
    await this.#drop(readLogBytes(logs, serviceId) - megabytes * MEBIBYTE, serviceId);
    forgetLogInstances(logs, serviceId, before);
  }

  /** Nobody can read what a service printed that is deleted. */
  async #forget(serviceId: string): Promise<void> {
    while (dropOldestBlock(this.#options.logs, { serviceId }) && !this.#isOver) await wait(STEP_MS);
    if (!this.#isOver) forgetLogService(this.#options.logs, serviceId);
  }

  /** Lets the oldest blocks go until they were so many bytes. */
  async #drop(bytes: number, serviceId: string | null = null): Promise<void> {
    let left = bytes;
    while (left > 0 && !this.#isOver) {
      const dropped = dropOldestBlock(this.#options.logs, { serviceId });
      if (dropped === 0) return;
      left -= dropped;
      await wait(STEP_MS);
    }
  }

  #allBytes(): number {
    const { logs } = this.#options;
    return listLogServices(logs).reduce((sum, serviceId) => sum + readLogBytes(logs, serviceId), 0);
  }

  async #lacksRoom(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#options.dataDir);
    return bavail * bsize < FREE_BYTES;
  }
}
