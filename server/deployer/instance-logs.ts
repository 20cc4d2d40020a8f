import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { readMarkOf } from '#db/stores/log-lines.ts';
import { newLinesAfter, readLogEnd } from '#server/deployer/log-end.ts';
import { LogGate } from '#server/deployer/log-gate.ts';
import type { LogStore } from '#server/deployer/log-store.ts';
import type { LogSubject } from '#server/deployer/log-subject.ts';
import {
  deploymentLogFile,
  instanceLogFile,
  type LogEntry,
  type LogWriter,
} from '#server/deployer/log-writer.ts';
import { within } from '#server/deployer/within.ts';
import { logLevel } from '#server/domain/log-level.ts';
import type { DesiredDeployment } from '#server/domain/plan/desired.ts';
import type { LogLine, Runner } from '#server/runner/port.ts';

const COMPLETE_WITHIN_MS = 2_000;
const TAIL_LINES = 20;
/** So many lines are taken at once; then the rounds of the deployer get their turn. */
const LINES_A_TURN = 300;
/** While an instance floods, so much is read and dropped; then nothing is read for a moment, and the engine waits. */
const DROPPED_A_TURN = 128 * 1024;
const REST_MS = 100;
/** A flood may end with lines that are dropped: their mark waits for no line behind them. */
const LOOK_FOR_LAST_MS = 1_000;
/** Read again for safety behind the last line: lines of two streams may be a little out of order. */
const OVERLAP_MS = 1_000;

/** The log of a deployment, for what its instances printed before it ended. `until` in epoch ms. */
export type DeploymentLog = { deploymentId: string; until: number };

type Follower = { deployment: DeploymentLog | null; ended: Promise<void> };

export type InstanceLogsOptions = {
  runner: Pick<Runner, 'logs'>;
  dataDir: string;
  writer: LogWriter;
  store: LogStore;
  /** Undefined for instances that have no row any more. */
  subject: (instanceId: string) => LogSubject | undefined;
  onError: (error: unknown) => void;
};

/**
 * Copies what instances print to where it outlives their containers: into the store that 日志 searches, and the last
 * of it into files, for 错误详情 and the page of a deployment. A follower that begins again, after a restart or a broken
 * connection, goes on behind the last line that each of them has.
 */
export class InstanceLogs {
  readonly #options: InstanceLogsOptions;
  readonly #followers = new Map<string, Follower>();
  /** Outlive a broken connection. */
  readonly #gates = new Map<string, LogGate>();
  readonly #closing = new AbortController();

  constructor(options: InstanceLogsOptions) {
    this.#options = options;
  }

  /** Sees to it that the instance's log is being copied, into the log of its deployment too. */
  follow(instanceId: string, deployment: DeploymentLog | null): void {
    const present = this.#followers.get(instanceId);
    if (present) present.deployment = deployment;
    else if (!this.#closing.signal.aborted) this.#begin(instanceId, deployment);
  }

  /** The log of an instance that has ended is whole afterwards, unless the engine keeps us waiting. */
  async complete(instanceId: string, deployment: DeploymentLog | null): Promise<void> {
    this.follow(instanceId, deployment);
    const follower = this.#followers.get(instanceId);
    if (follower) await within(COMPLETE_WITHIN_MS, follower.ended);
    this.#options.store.flush();
  }

  /** The last lines that are in the file, at most 20. */
  tail(instanceId: string): LogEntry[] {
    this.#options.writer.flush();
    return readLogEnd(instanceLogFile(this.#options.dataDir, instanceId)).slice(-TAIL_LINES);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#followers.values()].map(({ ended }) => ended));
  }

  #begin(instanceId: string, deployment: DeploymentLog | null): void {
    const follower: Follower = { deployment, ended: Promise.resolve() };
    this.#followers.set(instanceId, follower);
    follower.ended = this.#copy(instanceId, follower)
      .then(() => void this.#gates.delete(instanceId))
      .catch((error) => {
        if (!this.#closing.signal.aborted) this.#options.onError(error);
      })
      .finally(() => this.#followers.delete(instanceId));
  }

  async #copy(instanceId: string, follower: Follower): Promise<void> {
    const { runner, dataDir, writer, store } = this.#options;
    const subject = this.#options.subject(instanceId);
    if (!subject) return;
    writer.flush();
    store.flush();
    const written = readLogEnd(instanceLogFile(dataDir, instanceId));
    const stored = readMarkOf(store.logs, instanceId);
    const progress = new Progress(stored);
    const isNewInFile = newLinesAfter(written);
    const since =
      stored && written.length > 0 ? Math.min(stored.at, written.at(-1)?.at ?? 0) - OVERLAP_MS : 0;
    const gate = this.#gateOf(instanceId);
    const pace = new Pace();
    const last = setInterval(() => {
      this.#markDropped(subject, gate.takeLast(performance.now()), Date.now());
    }, LOOK_FOR_LAST_MS);
    try {
      for await (const line of runner.logs(instanceId, this.#closing.signal, since)) {
        const isNew = { inFile: isNewInFile(line.at), inStore: progress.note(line.at) };
        if (isNew.inFile || isNew.inStore) this.#take(subject, line, isNew, follower, gate);
        store.mark({
          instanceId,
          serviceId: subject.serviceId,
          versionId: subject.versionId,
          ...progress.mark,
        });
        await pace.keep(gate.isDropping ? line.text.length : 0, this.#closing.signal);
      }
    } finally {
      clearInterval(last);
    }
    this.#markDropped(subject, gate.takeDropped(performance.now()), Date.now());
  }

  #take(
    subject: LogSubject,
    line: LogLine,
    isNew: { inFile: boolean; inStore: boolean },
    { deployment }: Follower,
    gate: LogGate,
  ): void {
    if (line.dropped) gate.miss(line.dropped);
    const admitted = gate.admit(line.text.length, performance.now(), this.#options.store.isPressed);
    this.#markDropped(subject, admitted.dropped, line.at);
    if (!admitted.isAdmitted) return;
    const masked = { ...line, text: subject.mask(line.text) };
    if (isNew.inFile) this.#toFiles(subject.instanceId, masked, deployment);
    if (isNew.inStore && subject.logType !== 'none') this.#toStore(subject, masked);
  }

  #toFiles(instanceId: string, line: LogLine, deployment: DeploymentLog | null): void {
    const { dataDir, writer } = this.#options;
    const level = line.stream === 'stderr' ? 'error' : 'info';
    const entry = { at: line.at, source: instanceId.slice(0, 4), level, text: line.text } as const;
    writer.append(instanceLogFile(dataDir, instanceId), entry);
    if (!deployment || line.at > deployment.until) return;
    writer.append(deploymentLogFile(dataDir, deployment.deploymentId), entry);
  }

  #toStore({ instanceId, serviceId, versionId }: LogSubject, { at, stream, text }: LogLine): void {
    const level = logLevel(stream, text);
    const where = { serviceId, versionId, instanceId, file: '', dropped: 0 };
    this.#options.store.add({ ...where, at, stream, level, text });
  }

  /** Whoever reads the log sees where lines are missing, and how many. */
  #markDropped({ logType, ...subject }: LogSubject, dropped: number, at: number): void {
    if (dropped === 0 || logType === 'none') return;
    const { instanceId, serviceId, versionId } = subject;
    const where = { serviceId, versionId, instanceId, file: '' };
    const text = `drop_log_lines : ${dropped}`;
    this.#options.store.add({ ...where, at, stream: 'platform', level: 'warn', text, dropped });
  }

  #gateOf(instanceId: string): LogGate {
    const gate = this.#gates.get(instanceId) ?? new LogGate();
    this.#gates.set(instanceId, gate);
    return gate;
  }
}

/** Which lines of a log read again are new, and how far it was read by now. */
class Progress {
  readonly #isNew: (at: number) => boolean;
  mark: { at: number; same: number };

  constructor(stored: { at: number; same: number } | null) {
    this.mark = stored ?? { at: 0, same: 0 };
    this.#isNew = newLinesAfter(Array.from({ length: this.mark.same }, () => ({ at: this.mark.at })));
  }

  note(at: number): boolean {
    if (!this.#isNew(at)) return false;
    // Lines a little older than the one before, of the other stream, do not move the mark back.
    if (at > this.mark.at) this.mark = { at, same: 1 };
    else if (at === this.mark.at) this.mark = { at, same: this.mark.same + 1 };
    return true;
  }
}

/** Lets others have their turn, and the engine wait while an instance floods. */
class Pace {
  #lines = 0;
  #dropped = 0;

  async keep(droppedCharacters: number, signal: AbortSignal): Promise<void> {
    this.#lines += 1;
    this.#dropped += droppedCharacters;
    if (this.#dropped > DROPPED_A_TURN) {
      this.#dropped = 0;
      await wait(REST_MS, undefined, { signal }).catch(() => {}); // Aborted: the log ends by itself.
    }
    if (this.#lines % LINES_A_TURN === 0) await nextTurn();
  }
}

/** Lines may be read after the deployment has ended: a quick one is over before its first line was copied. */
export function deploymentLog(deployment: DesiredDeployment | null | undefined): DeploymentLog | null {
  if (!deployment) return null;
  return { deploymentId: deployment.id, until: deployment.finishedAt ?? Number.POSITIVE_INFINITY };
}
