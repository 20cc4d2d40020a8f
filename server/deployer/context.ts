// What the parts of the deployer work with.
import type { Db, MetricsDb } from '#db/open.ts';
import { findDeployment } from '#db/stores/deployments.ts';
import { sumRequests } from '#db/stores/request-figures.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import type { Activities } from '#server/deployer/activities.ts';
import type { BuildQueue } from '#server/deployer/build-queue.ts';
import type { EngineView } from '#server/deployer/engine-view.ts';
import type { Findings } from '#server/deployer/findings.ts';
import type { InstanceLogs } from '#server/deployer/instance-logs.ts';
import type { GivenTables } from '#server/deployer/internal-relays.ts';
import type { LogStore } from '#server/deployer/log-store.ts';
import { deploymentLogFile, type LogWriter } from '#server/deployer/log-writer.ts';
import type { Machine } from '#server/deployer/machine.ts';
import type { LogLineDraft } from '#server/domain/log-line.ts';
import type { DesiredDeployment } from '#server/domain/plan/desired.ts';
import type { VersionLoad } from '#server/domain/scaling.ts';
import type { Times } from '#server/domain/times.ts';
import type { SecretBox } from '#server/keys/secret-box.ts';
import type { Runner } from '#server/runner/port.ts';

export type DeployerContext = {
  db: Db;
  metrics: MetricsDb;
  runner: Runner;
  dataDir: string;
  times: Times;
  /** Epoch ms. */
  now: () => number;
  randomText: (length: number) => string;
  /** Secrets, as they are stored and as instances get them. */
  seal: SecretBox['seal'];
  unseal: SecretBox['unseal'];
  engine: EngineView;
  findings: Findings;
  activities: Activities;
  writer: LogWriter;
  logStore: LogStore;
  logs: InstanceLogs;
  machine: Machine;
  /** By version: what the load watch saw. */
  loads: ReadonlyMap<string, VersionLoad>;
  builds: BuildQueue;
  /** What one step of a build may use, in GB. */
  buildMemoryGb: number;
  givenTables: GivenTables;
  /** Services that an acknowledgement of a gateway would move on. */
  awaitingGateway: Set<string>;
  /** Asks for a round of this service. */
  wake: (serviceId: string) => void;
};

/** The deployer calls commands under the system's name. */
export function asCommandContext({ db, now, randomText, seal }: DeployerContext): CommandContext {
  return { db, actor: SYSTEM, now, randomText, seal };
}

/** Requests of the service since the deployment began, and those that failed. */
export function requestsDuring(
  { metrics, now }: DeployerContext,
  serviceId: string,
  deployment: Pick<DesiredDeployment, 'createdAt'>,
): { requests: number; failedRequests: number } {
  return sumRequests(metrics, serviceId, deployment.createdAt, now());
}

/** A line of ours in the log of a deployment. */
export function logPlatform(
  context: DeployerContext,
  deploymentId: string,
  text: string,
  level: 'info' | 'error' = 'info',
): void {
  const at = context.now();
  const file = deploymentLogFile(context.dataDir, deploymentId);
  context.writer.append(file, { at, source: 'platform', level, text });
  storeLine(context, deploymentId, { at, stream: 'platform', level, text });
}

/** A line of a deployment that no instance printed, for 日志. */
export function storeLine(
  { db, logStore }: DeployerContext,
  deploymentId: string,
  line: Pick<LogLineDraft, 'at' | 'stream' | 'level' | 'text'>,
): void {
  const deployment = findDeployment(db, deploymentId);
  if (!deployment) return;
  const { serviceId, versionId } = deployment;
  logStore.add({ ...line, serviceId, versionId, instanceId: '', file: '', dropped: 0 });
}
