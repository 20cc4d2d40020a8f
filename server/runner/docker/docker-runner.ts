// Instances as containers of one Docker Engine, by its API. The engine remembers everything (labels, limits,
// exits, logs), so this class holds no state of its own. A start is: network, create, start; each part finds
// done what an earlier, interrupted start has done.
import { uptime } from 'node:os';
import type Dockerode from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import { CpuMeter } from '#server/runner/cpu-meter.ts';
import { listeningSockets, portsOf } from '#server/runner/listening-sockets.ts';
import {
  type BuildOrder,
  type CommandEnd,
  type ImageOrder,
  type InstanceOrder,
  type InstanceStats,
  type LogLine,
  type MachineFacts,
  type PreparedImage,
  type PullReport,
  type Runner,
  RunnerError,
  type RunningInstance,
} from '#server/runner/port.ts';
import { buildCode } from './build-code.ts';
import { removeParts } from './build-parts.ts';
import { hasImage, listBuilt, removeBuilt } from './built-images.ts';
import { containerName, INSTANCE_LABEL, OWNER_LABEL } from './container-labels.ts';
import { containerLog } from './container-log.ts';
import { instanceOf } from './container-state.ts';
import { DockerNetworks } from './docker-networks.ts';
import { DockerShells } from './docker-shells.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { watchEvents } from './event-watch.ts';
import { executeCommand } from './execute-command.ts';
import { Images } from './images.ts';
import { readStats } from './read-stats.ts';
import { startContainer } from './start-container.ts';

const FACTS_DEADLINE_MS = 3000;
/** The engine's own work around a stop: signalling, tearing down the network. */
const STOP_SLACK_MS = 30_000;

export class DockerRunner implements Runner {
  readonly kind = 'docker';
  readonly networks: DockerNetworks;
  readonly shells: DockerShells;
  readonly #engine: Engine;
  readonly #owner: string;
  readonly #images: Images;
  readonly #cpu = new CpuMeter();
  readonly #closed = new AbortController();
  /** Of the engine's machine, epoch ms; null where that is another one than ours. */
  readonly #bootedAt: number | null;

  /** @param owner the installation; containers of others on the same engine are never touched. */
  constructor(engine: Engine, owner: string) {
    this.#engine = engine;
    this.#owner = owner;
    this.#bootedAt = engine.isLocal ? Date.now() - uptime() * 1000 : null;
    this.#images = new Images(engine);
    this.networks = new DockerNetworks(engine, owner);
    this.shells = new DockerShells(engine, owner);
  }

  async facts(): Promise<MachineFacts> {
    try {
      const [info, images] = await Promise.all([
        this.#engine.ask<EngineInfo>((docker) => docker.info(), FACTS_DEADLINE_MS),
        this.#images.list(FACTS_DEADLINE_MS),
      ]);
      const { ServerVersion, NCPU, MemTotal } = info;
      return {
        isUp: true,
        version: `Docker ${ServerVersion}`,
        cpuCores: NCPU,
        memoryBytes: MemTotal,
        images,
      };
    } catch {
      return { isUp: false, version: 'Docker', cpuCores: 0, memoryBytes: 0, images: [] }; // That is the fact then.
    }
  }

  ensureImage(
    order: ImageOrder,
    onReport: (report: PullReport) => void,
    signal: AbortSignal,
  ): Promise<PreparedImage> {
    return this.#images.ensure(order, onReport, signal);
  }

  build(order: BuildOrder, onLine: (line: string) => void, signal: AbortSignal): Promise<PreparedImage> {
    return buildCode(
      this.#engine,
      this.#owner,
      order,
      onLine,
      AbortSignal.any([signal, this.#closed.signal]),
    );
  }

  hasImage(image: string): Promise<boolean> {
    return hasImage(this.#engine, image);
  }

  async listBuilt(): Promise<string[]> {
    return (await listBuilt(this.#engine, this.#owner)).map(({ id }) => id);
  }

  removeBuilt(image: string): Promise<void> {
    return removeBuilt(this.#engine, this.#owner, image);
  }

  removeParts(before: number): Promise<void> {
    return removeParts(this.#engine, this.#owner, before);
  }

  async start(order: InstanceOrder): Promise<RunningInstance> {
    await startContainer(this.#engine, this.#owner, order);
    const instance = await this.#find(order.instanceId);
    if (!instance) throw new RunnerError('start_refused', 'The container was removed while it was started');
    return instance;
  }

  async list(): Promise<RunningInstance[]> {
    const filters = { label: [`${OWNER_LABEL}=${this.#owner}`, INSTANCE_LABEL] };
    const containers = await this.#engine.ask((docker) => docker.listContainers({ all: true, filters }));
    const instances = await Promise.all(containers.map(({ Id }) => this.#inspect(Id)));
    return instances.flatMap((info) => (info ? (instanceOf(info, this.#owner, this.#bootedAt) ?? []) : []));
  }

  execute(
    { instanceId }: InstanceOrder,
    command: readonly string[],
    signal: AbortSignal,
  ): Promise<CommandEnd> {
    const called = AbortSignal.any([signal, this.#closed.signal]);
    return executeCommand(this.#engine, containerName(instanceId), command, called);
  }

  async stop(instanceId: string, graceMs: number): Promise<void> {
    if (!(await this.#find(instanceId))) return;
    this.#cpu.forget(instanceId);
    const t = Math.ceil(graceMs / 1000);
    await this.#unlessGone((docker) => docker.getContainer(containerName(instanceId)).stop({ t }), graceMs);
    await this.#unlessGone((docker) =>
      docker.getContainer(containerName(instanceId)).remove({ force: true, v: true }),
    );
  }

  async *logs(instanceId: string, signal: AbortSignal, since = 0): AsyncGenerator<LogLine> {
    if (!(await this.#find(instanceId))) return;
    const abortSignal = AbortSignal.any([signal, this.#closed.signal]);
    yield* containerLog(this.#engine, containerName(instanceId), abortSignal, since);
  }

  async stats(instanceId: string): Promise<InstanceStats | null> {
    const startedAt = this.#cpu.hasSeen(instanceId) ? 0 : await this.#startOf(instanceId);
    if (startedAt === null) return null;
    const stats = await readStats(this.#engine, containerName(instanceId));
    if (!stats) this.#cpu.forget(instanceId);
    return (
      stats && { cpuCores: this.#cpu.coresOf(instanceId, stats, startedAt), memoryBytes: stats.memoryBytes }
    );
  }

  /** Epoch ms; null where it does not run. */
  async #startOf(instanceId: string): Promise<number | null> {
    const instance = await this.#find(instanceId);
    return instance?.state === 'running' ? instance.startedAt : null;
  }

  async listening(instanceId: string): Promise<{ port: number; isLoopbackOnly: boolean }[] | null> {
    const pid = (await this.#inspect(containerName(instanceId)))?.State.Pid;
    const sockets = pid && this.#engine.isLocal ? await listeningSockets(pid) : null;
    return sockets && portsOf(sockets);
  }

  watch(onChange: (hint: { instanceId: string | null }) => void, signal: AbortSignal): void {
    void watchEvents(this.#engine, this.#owner, onChange, AbortSignal.any([signal, this.#closed.signal]));
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  async #find(instanceId: string): Promise<RunningInstance | null> {
    const info = await this.#inspect(containerName(instanceId));
    return info && instanceOf(info, this.#owner, this.#bootedAt);
  }

  async #inspect(idOrName: string): Promise<ContainerInspectInfo | null> {
    try {
      return await this.#engine.ask((docker) => docker.getContainer(idOrName).inspect());
    } catch (error) {
      if (error instanceof EngineRefusal && error.status === 404) return null;
      throw error;
    }
  }

  /** 304: stopped already. 404: gone. 409: somebody is removing it at this moment. */
  async #unlessGone(act: (docker: Dockerode) => Promise<unknown>, graceMs = 0): Promise<void> {
    try {
      await this.#engine.ask(act, graceMs + STOP_SLACK_MS);
    } catch (error) {
      if (!(error instanceof EngineRefusal) || ![304, 404, 409].includes(error.status)) throw error;
    }
  }
}

type EngineInfo = { ServerVersion: string; NCPU: number; MemTotal: number };
