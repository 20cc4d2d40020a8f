import { newLinesAfter, readLogEnd } from '#server/deployer/log-end.ts';
import {
  deploymentLogFile,
  instanceLogFile,
  type LogEntry,
  type LogWriter,
} from '#server/deployer/log-writer.ts';
import { within } from '#server/deployer/within.ts';
import type { DesiredDeployment } from '#server/domain/plan/desired.ts';
import type { Runner } from '#server/runner/port.ts';

const COMPLETE_WITHIN_MS = 2_000;
const TAIL_LINES = 20;

/** The log of a deployment, for what its instances printed before it ended. `until` in epoch ms. */
export type DeploymentLog = { deploymentId: string; until: number };

type Follower = { deployment: DeploymentLog | null; ended: Promise<void> };

export type InstanceLogsOptions = {
  runner: Pick<Runner, 'logs'>;
  dataDir: string;
  writer: LogWriter;
  onError: (error: unknown) => void;
};

/**
 * Copies what instances print into files of ours, which outlive their containers. A follower that begins again,
 * after a restart or a broken connection, goes on behind the last line that is in the file.
 */
export class InstanceLogs {
  readonly #options: InstanceLogsOptions;
  readonly #followers = new Map<string, Follower>();
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

  /** The log of an instance that has ended is whole in its file afterwards, unless the engine keeps us waiting. */
  async complete(instanceId: string, deployment: DeploymentLog | null): Promise<void> {
    this.follow(instanceId, deployment);
    const follower = this.#followers.get(instanceId);
    if (follower) await within(COMPLETE_WITHIN_MS, follower.ended);
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
      .catch((error) => {
        if (!this.#closing.signal.aborted) this.#options.onError(error);
      })
      .finally(() => this.#followers.delete(instanceId));
  }

  async #copy(instanceId: string, follower: Follower): Promise<void> {
    const { runner, dataDir, writer } = this.#options;
    const file = instanceLogFile(dataDir, instanceId);
    writer.flush();
    const isNew = newLinesAfter(readLogEnd(file));
    for await (const line of runner.logs(instanceId, this.#closing.signal)) {
      if (!isNew(line.at)) continue;
      const level = line.stream === 'stderr' ? 'error' : 'info';
      const entry = { at: line.at, source: instanceId.slice(0, 4), level, text: line.text } as const;
      writer.append(file, entry);
      const { deployment } = follower;
      if (!deployment || line.at > deployment.until) continue;
      writer.append(deploymentLogFile(dataDir, deployment.deploymentId), entry);
    }
  }
}

/** Lines may be read after the deployment has ended: a quick one is over before its first line was copied. */
export function deploymentLog(deployment: DesiredDeployment | null | undefined): DeploymentLog | null {
  if (!deployment) return null;
  return { deploymentId: deployment.id, until: deployment.finishedAt ?? Number.POSITIVE_INFINITY };
}
