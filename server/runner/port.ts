// The one way to run instances. Adapters: docker, embedded. Both pass contract.test.ts.
import type { Duplex } from 'node:stream';
import type { FailureCode } from '#server/domain/failures.ts';
import type { RelayTable } from '#server/domain/internal-address.ts';
import type { TerminalSize } from '#server/domain/shell-protocol.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

/** What an instance is made from. Frozen: an instance is never edited. */
export type InstanceOrder = {
  instanceId: string;
  environmentId: string;
  networkId: string;
  serviceId: string;
  serviceName: string;
  versionId: string;
  versionName: string;
  snapshotNumber: number;
  spec: VersionSpec;
  /** What it is made from: the `image` of a {@link PreparedImage}. */
  image: string;
  /** 日志采集路径: this folder of ours stands inside at `from`, a folder that the image does not have. */
  collects?: CollectedFolder | null;
  /** The spec's variables with the secrets in them. Neither logged nor stored. */
  env: { name: string; value: string }[];
};

/** `into`: on this machine, of one instance alone. */
export type CollectedFolder = { from: string; into: string };

/** What instances can be made from. */
export type PreparedImage = {
  /** For {@link InstanceOrder}: on Docker the image's id, which no later tag can change. */
  image: string;
  /** `sha256:…`, by which the registry gives the very same; null where it is in no registry. */
  digest: string | null;
  sizeBytes: number;
};

export type RegistrySignIn = { registry: string; username: string; password: string };

export type ImageOrder = {
  /** As people wrote it. */
  reference: string;
  /** What it was found to be before: that is wanted again, and nothing newer. */
  known: PreparedImage | null;
  /** 更新镜像信息: what the registry has now under this name goes before what is on the engine. */
  isRefreshed: boolean;
  signIn: RegistrySignIn | null;
};

/** What there is to tell of a pull: a line for the log, or how far it is. */
export type PullReport =
  | { kind: 'line'; text: string }
  /** Of the layers whose sizes are known by now; sizes as they are transferred. */
  | { kind: 'progress'; doneBytes: number; totalBytes: number; layersDone: number; layers: number };

/** Code that is to become what instances are made from. */
export type BuildOrder = {
  /** Root of the code on this machine; only read. */
  folder: string;
  /** 目标目录: where the build begins, below the root. */
  directory: string;
  /** Dockerfile 名称, below `directory`. */
  dockerfile: string;
  /** What people see of it: `berth/shop-001:s1-…`, one for each snapshot. */
  tag: string;
  limits: { cpu: number; memoryGb: number };
  timeoutMs: number;
  /** How to sign in to a registry that an image of the Dockerfile is in; null where nothing is kept for it. */
  signInTo: (registry: string) => RegistrySignIn | null;
};

/** Labels that find an instance again after a restart of the deployer. */
export type InstanceLabels = Pick<
  InstanceOrder,
  'instanceId' | 'environmentId' | 'networkId' | 'serviceId' | 'versionId' | 'snapshotNumber'
>;

export type RunningInstance = InstanceLabels & {
  /** `created`: made but never started. */
  state: 'created' | 'running' | 'exited';
  /** Where the gateway and the probe reach it; null unless running. */
  address: { host: string; port: number } | null;
  exitCode: number | null;
  /** True where the engine killed it for using more memory than it may. */
  isOutOfMemory: boolean;
  /** Epoch ms by the engine's own clock. */
  startedAt: number | null;
  finishedAt: number | null;
};

/** `dropped`: so many lines before this one were lost, because nobody read them in time. */
export type LogLine = { at: number; stream: 'stdout' | 'stderr'; text: string; dropped?: number };

/** `lastLine` of all that a command wrote, shortened; empty where it wrote nothing. */
export type CommandEnd = { exitCode: number; lastLine: string };

/** `cpuCores`: the mean since the look before, or since the start. `memoryBytes`: without what the kernel gives back. */
export type InstanceStats = { cpuCores: number; memoryBytes: number };

export type MachineFacts = {
  isUp: boolean;
  /** Name and version to show: `Docker 20.10.24`, `内置运行器`. */
  version: string;
  cpuCores: number;
  memoryBytes: number;
  images: { reference: string; id: string; sizeBytes: number }[];
};

/** Why the engine refused; the deployer turns it into a failure of the catalogue. */
export class RunnerError extends Error {
  readonly code: 'image_missing' | 'registry_refused' | 'disk_full' | 'start_refused' | 'engine_unavailable';
  constructor(code: RunnerError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RunnerError';
    this.code = code;
  }
}

/** The code, or what it is built from, keeps it from becoming an image. `code` and `params` are those of the failure. */
export class BuildError extends Error {
  readonly code: FailureCode;
  readonly params: Record<string, string | number>;
  constructor(code: FailureCode, params: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'BuildError';
    this.code = code;
    this.params = params;
  }
}

/** What answers at the internal address of a service. */
export type RelayOrder = {
  serviceId: string;
  /** By which its network finds it. */
  serviceName: string;
  networkId: string;
  /** The IP that it is to have again; null for the first time. */
  host: string | null;
  /** IPs of other services of the network. */
  reservedHosts: string[];
  table: RelayTable;
};

/** Networks keep services apart; a relay in each service's network stands for the service. Methods as in {@link Runner}. */
export interface PrivateNetworks {
  /** Makes it run with this table. Null where the network cannot give it an IP to keep. */
  ensureRelay(order: RelayOrder): Promise<{ host: string } | null>;
  removeRelay(serviceId: string): Promise<void>;
  /** The relay may lead to the instance still, or holds connections to it. */
  isRelayed(serviceId: string, instanceId: string): Promise<boolean>;
  /** What there is of this installation. */
  list(): Promise<{
    networks: { networkId: string; subnet: string | null }[];
    relays: { serviceId: string; networkId: string; isRunning: boolean }[];
  }>;
  /** Throws `engine_unavailable` while something is on it. */
  remove(networkId: string): Promise<void>;
}

/** Why there is no shell: `sh` is not in the image, or the instance does not run. */
export class ShellError extends Error {
  readonly code: 'shell_missing' | 'shell_instance_gone';
  constructor(code: ShellError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ShellError';
    this.code = code;
  }
}

/** A shell in a terminal inside an instance. Who opened it ends it. */
export interface Shell {
  /** What is typed goes in, what the terminal shows comes out; it ends with the shell. */
  readonly stream: Duplex;
  /** Nothing where the shell has ended. */
  resize(size: TerminalSize): Promise<void>;
  /** To be asked once the stream has ended: how the shell did. Null where its instance ended under it. */
  exitCode(): Promise<number | null>;
  /** Ends it with all that was started in it, where the engine's processes are this machine's. */
  end(): Promise<void>;
}

/** Shells for people, in running instances. Methods as in {@link Runner}. */
export interface Shells {
  /** `sh`, as the instance works itself: its user, its folder, its environment. Throws {@link ShellError}. */
  open(instanceId: string, size: TerminalSize): Promise<Shell>;
  /** Ends what a deployer that died has left open in it. Gone already is success. */
  endLeft(instanceId: string): Promise<void>;
}

/**
 * Every method is idempotent: ensuring what is there and stopping what is gone succeed.
 * All throw {@link RunnerError}; `engine_unavailable` means: call again later.
 */
export interface Runner {
  readonly kind: 'docker' | 'embedded';
  /** What the machine has and which images are there. Never throws; `isUp: false` instead. */
  facts(): Promise<MachineFacts>;
  /** Makes sure that the image is there: present, built (samples), or pulled. Throws `image_missing`, or the signal's reason. */
  ensureImage(
    order: ImageOrder,
    onReport: (report: PullReport) => void,
    signal: AbortSignal,
  ): Promise<PreparedImage>;
  /**
   * Makes an image of code; `onLine` gets what the build says as it says it. The signal ends the build itself, not only
   * the wait for it. Throws {@link BuildError}, or the signal's reason.
   */
  build(order: BuildOrder, onLine: (line: string) => void, signal: AbortSignal): Promise<PreparedImage>;
  /** True where instances can be made from this `image` of a {@link PreparedImage} now. */
  hasImage(image: string): Promise<boolean>;
  /** What {@link build} made for this installation and is still there. */
  listBuilt(): Promise<string[]>;
  /** Removes what {@link build} made; what others made, named or use stays. Gone already is success. */
  removeBuilt(image: string): Promise<void>;
  /** Removes what builds left on the way before this (epoch ms) and nothing is made from. */
  removeParts(before: number): Promise<void>;
  /** Creates and starts. The same instanceId twice gives one instance. Throws `start_refused`, `image_missing`. */
  start(order: InstanceOrder): Promise<RunningInstance>;
  /** Every instance that carries our labels, running or not. */
  list(): Promise<RunningInstance[]>;
  /**
   * Runs program and arguments inside a running instance, as it works itself: its environment, its folder, its user.
   * What cannot be run ends with 126 or 127 and the reason as its last line (POSIX, Shell Command Language 2.8.2). The
   * signal kills it, with all that it started, and throws its reason.
   */
  execute(order: InstanceOrder, command: readonly string[], signal: AbortSignal): Promise<CommandEnd>;
  /** TERM, then KILL after `graceMs`; removes it. Succeeds where it is gone already. */
  stop(instanceId: string, graceMs: number): Promise<void>;
  /** Null where instances share the machine's network: no isolation, no internal addresses. */
  readonly networks: PrivateNetworks | null;
  /** Null where instances are not kept apart from the machine: a shell in one would be a shell on the machine. */
  readonly shells: Shells | null;
  /**
   * Lines since the start of the instance, then live ones until the signal or the end of the instance. Lines before
   * `since` (epoch ms) may be left out, where that is cheaper.
   */
  logs(instanceId: string, signal: AbortSignal, since?: number): AsyncIterable<LogLine>;
  /** With all that it has started. Null where it does not run. One caller only: each look begins where the last ended. */
  stats(instanceId: string): Promise<InstanceStats | null>;
  /** Ports on which the instance's processes listen and whether other hosts may connect; null where unknown. */
  listening(instanceId: string): Promise<{ port: number; isLoopbackOnly: boolean }[] | null>;
  /** Calls back whenever an instance of ours started or ended, or the engine came back. A hint: read again. */
  watch(onChange: (hint: { instanceId: string | null }) => void, signal: AbortSignal): void;
  /** Lets go of connections. Running instances are left alone: the next runner finds them again. */
  close(): Promise<void>;
}
