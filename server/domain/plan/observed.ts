// What is the case, of one service: rows, containers, gateway workers, and what the last probes said.
import type { DeploymentStep, StepName } from '#server/domain/deployment.ts';
import type { FailureCode } from '#server/domain/failures.ts';
import type { Instance } from '#server/domain/instance.ts';
import type { StepDetails } from '#server/domain/plan/steps.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import type { VersionLoad } from '#server/domain/scaling.ts';
import type { ScalingNote } from '#server/domain/scaling-note.ts';
import type { VersionState } from '#server/domain/version-state.ts';

export type ObservedService = {
  engine: ObservedEngine;
  instances: ObservedInstance[];
  /** The newest routes that were written; null where there are none. */
  routes: { revision: number; document: ServiceRoutes | null } | null;
  /** Gateway workers that are alive. Without any, acknowledgements count as given. */
  workers: ObservedWorker[];
  /** By version. */
  versionStatuses: ReadonlyMap<string, VersionStatus>;
  /** By version: epoch ms of the last request that found it without an instance. */
  askedAt: ReadonlyMap<string, number>;
  /** By version: epoch ms at which a request of it was last under way, to the second. */
  lastRequestAt: ReadonlyMap<string, number>;
  /** By version: what its instances did over the last minutes. */
  loads: ReadonlyMap<string, VersionLoad>;
  /** By deployment; those with something left to do. */
  steps: ReadonlyMap<string, DeploymentStep[]>;
  /** By deployment: how far its image is, pulled or built; absent before that was begun. */
  images: ReadonlyMap<string, ImageProgress>;
  /** What may be given to instances and what is given now, over all services; null until the machine was read. */
  capacity: Capacity | null;
};

export type ObservedEngine = {
  /** False until the containers were listed once: nothing is known of them yet. */
  isListed: boolean;
  /** Epoch ms; null while it answers. */
  downSince: number | null;
};

export type ObservedInstance = {
  instance: Instance;
  /** null: the engine does not have it. */
  container: Container | null;
  /** The engine was asked to start it and has not answered yet. */
  isStartUnderWay: boolean;
  startError: StartError | null;
  /** The last probe's result; null where there was none since this process began. */
  probe: ProbeResult | null;
  /** What its checks found since this process began (S4-9); null where nothing is wrong. */
  health: Health | null;
  /** The relay of its service may hold connections to it (docs/decisions/008). */
  isRelayed: boolean;
};

/** `isDead`: to be replaced. `isUnfit`: gets no traffic for now. */
export type Health = { isDead: boolean; isUnfit: boolean };

export type Container = {
  state: 'created' | 'running' | 'exited';
  address: { host: string; port: number } | null;
  exitCode: number | null;
  isOutOfMemory: boolean;
  startedAt: number | null;
  finishedAt: number | null;
};

export type StartError =
  /** `message`: the engine's own words. */
  | { code: 'image_missing' | 'start_refused'; message: string }
  | { code: 'secret_unreadable'; params: { what: string; name: string } }
  /** 启动后处理 ended with another code than 0, or did not end. `output`: its last line, or `none`. */
  | { code: 'post_start_fail'; params: { command: string; exitCode: number | string; output: string } };

export type ImageProgress =
  /** So many builds come first. */
  | { kind: 'queued'; before: number }
  /** `details`: what its steps have to say. */
  | { kind: 'under-way'; step: PreparingStep; details?: StepDetails }
  | { kind: 'present'; details?: StepDetails }
  | {
      kind: 'failed';
      step: PreparingStep;
      code: FailureCode;
      params: Record<string, string | number>;
      /** The last lines of the build or the pull. */
      logTail: string[];
    };

/** The steps that come before any instance: 镜像拉取 has the last one only. */
export type PreparingStep = Extract<StepName, 'source' | 'build' | 'image'>;

export type ProbeResult =
  | { kind: 'ready' }
  | { kind: 'refused' }
  | { kind: 'timeout' }
  /** It answered, with this HTTP status; 0 where the answer broke off or was no HTTP. */
  | { kind: 'status'; status: number }
  /** The command of the probe ended with another code than 0. `lastLine` of all that it wrote; empty for nothing. */
  | { kind: 'exit'; exitCode: number; lastLine: string };

export type ObservedWorker = {
  servedRevision: number;
  /** Draining instance → requests still in flight there. */
  inFlight: Readonly<Record<string, number>>;
};

export type Capacity = {
  cpuTotal: number;
  /** Largest single instance. */
  cpuMax: number;
  memoryTotalGb: number;
  cpuUsed: number;
  memoryUsedGb: number;
};

export type VersionStatus = {
  versionId: string;
  state: VersionState;
  wantedInstances: number;
  readyInstances: number;
  /** When it last lost all its traffic; null while it has some or never had any. */
  trafficLostAt: number | null;
  /** Why it has as many as it has; null where nothing is to be said. */
  scaling: ScalingNote | null;
};
