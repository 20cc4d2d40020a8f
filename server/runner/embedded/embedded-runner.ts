// Instances as child processes of this machine, for samples and Node packages: nothing to install, no isolation, no
// limits.
// Nothing is remembered in memory: instance-folder.ts tells every state, so that a deployer that was killed
// finds its instances again. Each process has a keeper (keeper.mjs) that writes down its log and its exit.
import { statSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { portSchema } from '#server/domain/spec.ts';
import { CpuMeter } from '#server/runner/cpu-meter.ts';
import { listeningSockets, portsOf, socketInodes } from '#server/runner/listening-sockets.ts';
import {
  type BuildOrder,
  type CommandEnd,
  type ImageOrder,
  type InstanceLabels,
  type InstanceOrder,
  type InstanceStats,
  type LogLine,
  type MachineFacts,
  type PreparedImage,
  type PrivateNetworks,
  type Runner,
  RunnerError,
  type RunningInstance,
  type Shells,
} from '#server/runner/port.ts';
import { OFFERED_SAMPLES, SAMPLE_PROGRAM, sampleTag } from '#server/runner/sample/sample-image.ts';
import { executeCommand } from './execute-command.ts';
import { followLog } from './follow-log.ts';
import { freePort } from './free-port.ts';
import { GroupUsage } from './group-usage.ts';
import {
  embeddedFolder,
  instanceFolders,
  type PortPair,
  readInstance,
  readOrder,
  readProcess,
  settleOrder,
} from './instance-folder.ts';
import { buildPackage, listPackageImages, readPackageImage, removePackageImage } from './package-image.ts';
import { isAlive } from './process-table.ts';
import { imageMissing, programOf } from './program.ts';
import { startedInstance, startKeeper } from './start-keeper.ts';
import { stopInstance } from './stop-instance.ts';

const WATCH_EVERY_MS = 150;

export class EmbeddedRunner implements Runner {
  readonly kind = 'embedded';
  readonly networks: PrivateNetworks | null = null;
  readonly shells: Shells | null = null;
  readonly #root: string;
  readonly #imagesRoot: string;
  readonly #cpu = new CpuMeter();
  readonly #groups = new GroupUsage();
  readonly #closed = new AbortController();

  constructor(dataDir: string) {
    this.#root = embeddedFolder(dataDir);
    this.#imagesRoot = path.join(dataDir, 'embedded-images');
  }

  async facts(): Promise<MachineFacts> {
    const { size } = statSync(SAMPLE_PROGRAM);
    return {
      isUp: true,
      version: '内置运行器',
      cpuCores: availableParallelism(),
      memoryBytes: totalmem(),
      images: OFFERED_SAMPLES.map((reference) => ({ reference, id: reference, sizeBytes: size })),
    };
  }

  async ensureImage({ reference }: ImageOrder): Promise<PreparedImage> {
    if (!sampleTag(reference)) throw new RunnerError('image_missing', imageMissing(reference));
    return { image: reference, digest: null, sizeBytes: statSync(SAMPLE_PROGRAM).size };
  }

  build(order: BuildOrder, onLine: (line: string) => void, signal: AbortSignal): Promise<PreparedImage> {
    return buildPackage(this.#imagesRoot, order, onLine, signal);
  }

  async hasImage(image: string): Promise<boolean> {
    return sampleTag(image) !== null || readPackageImage(this.#imagesRoot, image) !== null;
  }

  async listBuilt(): Promise<string[]> {
    return listPackageImages(this.#imagesRoot);
  }

  /** Packages have none. */
  async removeParts(): Promise<void> {}

  removeBuilt(image: string): Promise<void> {
    return removePackageImage(this.#imagesRoot, image);
  }

  async start(order: InstanceOrder): Promise<RunningInstance> {
    const program = programOf(this.#imagesRoot, order);
    const folder = this.#folderOf(order.instanceId);
    const { ports } =
      readOrder(folder) ??
      settleOrder(folder, { labels: labelsOf(order), ports: await this.#portsFor(order) });
    const environment = environmentOf(order, program.sampleTag, ports);
    if (!readProcess(folder)) await startKeeper(folder, program, environment);
    return startedInstance(folder);
  }

  async list(): Promise<RunningInstance[]> {
    return this.#read();
  }

  async execute(order: InstanceOrder, command: readonly string[], signal: AbortSignal): Promise<CommandEnd> {
    const { folder: workFolder, sampleTag } = programOf(this.#imagesRoot, order);
    const folder = this.#folderOf(order.instanceId);
    const environment = environmentOf(order, sampleTag, readOrder(folder)?.ports ?? []);
    const called = AbortSignal.any([signal, this.#closed.signal]);
    return executeCommand({ folder, workFolder: workFolder ?? folder, environment }, command, called);
  }

  async stop(instanceId: string, graceMs: number): Promise<void> {
    await stopInstance(this.#folderOf(instanceId), graceMs);
    this.#cpu.forget(instanceId);
  }

  logs(instanceId: string, signal: AbortSignal): AsyncIterable<LogLine> {
    return followLog(this.#folderOf(instanceId), AbortSignal.any([signal, this.#closed.signal]));
  }

  async stats(instanceId: string): Promise<InstanceStats | null> {
    const record = readProcess(this.#folderOf(instanceId));
    if (!record?.sample || record.startedAt === null || !isAlive(record.sample)) return null;
    const { cpuSeconds, memoryBytes } = this.#groups.of(record.keeper.pid);
    const reading = { cpuSeconds, atMs: Date.now() };
    return { cpuCores: this.#cpu.coresOf(instanceId, reading, record.startedAt), memoryBytes };
  }

  async listening(instanceId: string): Promise<{ port: number; isLoopbackOnly: boolean }[] | null> {
    const folder = this.#folderOf(instanceId);
    const sample = readProcess(folder)?.sample;
    const sockets = sample ? await listeningSockets(sample.pid) : null;
    if (!sample || !sockets) return null;
    const own = await socketInodes(sample.pid);
    const pairs = readOrder(folder)?.ports ?? [];
    return portsOf(sockets.filter(({ inode }) => own.has(inode))).map(({ port, isLoopbackOnly }) => ({
      port: pairs.find(({ actual }) => actual === port)?.configured ?? port,
      isLoopbackOnly,
    }));
  }

  watch(onChange: (hint: { instanceId: string | null }) => void, signal: AbortSignal): void {
    let before = this.#states();
    const timer = setInterval(() => {
      const now = this.#states();
      for (const instanceId of new Set([...before.keys(), ...now.keys()])) {
        if (before.get(instanceId) !== now.get(instanceId)) onChange({ instanceId });
      }
      before = now;
    }, WATCH_EVERY_MS);
    const ended = AbortSignal.any([signal, this.#closed.signal]);
    if (ended.aborted) clearInterval(timer);
    ended.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  #folderOf(instanceId: string): string {
    return path.join(this.#root, instanceId);
  }

  #read(): RunningInstance[] {
    return instanceFolders(this.#root).flatMap((folder) => readInstance(folder) ?? []);
  }

  #states(): Map<string, string> {
    return new Map(this.#read().map(({ instanceId, state }) => [instanceId, state]));
  }

  /** The first port stands for the configured one; SAMPLE_LISTEN_PORT gets another, to be "elsewhere" here too. */
  async #portsFor(order: InstanceOrder): Promise<PortPair[]> {
    const { port } = order.spec;
    const configured = new Set([port, samplePortOf(order) ?? port]);
    const orders = instanceFolders(this.#root).flatMap((folder) => readOrder(folder) ?? []);
    const taken = new Set(orders.flatMap(({ ports }) => ports.map(({ actual }) => actual)));
    return Promise.all(
      [...configured].map(async (port) => ({ configured: port, actual: await freePort(taken) })),
    );
  }
}

function labelsOf(order: InstanceOrder): InstanceLabels {
  const { instanceId, environmentId, networkId, serviceId, versionId, snapshotNumber } = order;
  return { instanceId, environmentId, networkId, serviceId, versionId, snapshotNumber };
}

function samplePortOf({ env }: InstanceOrder): number | null {
  const port = Number(env.find(({ name }) => name === 'SAMPLE_LISTEN_PORT')?.value);
  return portSchema.safeParse(port).success ? port : null;
}

/** What the version configures, its ports replaced, and nothing of the deployer's own environment but PATH. */
function environmentOf(order: InstanceOrder, tag: string | null, ports: PortPair[]): Record<string, string> {
  const { spec, env } = order;
  const environment: Record<string, string> = { PATH: process.env.PATH ?? '' };
  for (const { name, value } of env) environment[name] = value;
  if (tag) environment.SAMPLE_VERSION = tag;
  environment.PORT = actualPort(ports, spec.port);
  if (environment.SAMPLE_LISTEN_PORT) {
    environment.SAMPLE_LISTEN_PORT = actualPort(ports, samplePortOf(order) ?? spec.port);
  }
  return environment;
}

function actualPort(ports: PortPair[], configured: number): string {
  return String(ports.find((pair) => pair.configured === configured)?.actual ?? configured);
}
