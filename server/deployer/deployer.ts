// The deployer makes what is desired so. For each service it asks the plan what is to be done, records it in one
// commit and sees to it that the slow things are under way (reconcile.ts). It is woken by commits of others
// (changes.ts), by the engine's hints (engine-view.ts), by ends of its own activities, by the clock, and twice a
// minute by nothing at all (resync.ts). Only what is read afresh is believed, and nothing that matters is held in
// memory: whichever line it dies on, the next start goes on from what is stored and what runs.
import { rmSync } from 'node:fs';
import { berthFile, type Db, logsFile, type MetricsDb, openLogsDb } from '#db/open.ts';
import { findInstance } from '#db/stores/instances.ts';
import { watchDb } from '#db/watch.ts';
import { randomText } from '#server/commands/random-text.ts';
import { Activities } from '#server/deployer/activities.ts';
import { buildsFolder } from '#server/deployer/build-image.ts';
import { BuildQueue } from '#server/deployer/build-queue.ts';
import { Changes, wakeAll } from '#server/deployer/changes.ts';
import { CollectedFiles } from '#server/deployer/collected-files.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { EngineView } from '#server/deployer/engine-view.ts';
import { Findings } from '#server/deployer/findings.ts';
import { InstanceLogs } from '#server/deployer/instance-logs.ts';
import { KeyedQueue } from '#server/deployer/keyed-queue.ts';
import { LoadWatch } from '#server/deployer/load-watch.ts';
import { LogStore } from '#server/deployer/log-store.ts';
import { logSubject } from '#server/deployer/log-subject.ts';
import { LogWriter } from '#server/deployer/log-writer.ts';
import { keepLookingAtMachine } from '#server/deployer/look-at-machine.ts';
import { Machine } from '#server/deployer/machine.ts';
import { reconcile } from '#server/deployer/reconcile.ts';
import { Resync } from '#server/deployer/resync.ts';
import { StatsCollector } from '#server/deployer/stats-collector.ts';
import { SWEEP, Sweep } from '#server/deployer/sweep.ts';
import { within } from '#server/deployer/within.ts';
import { isPresent } from '#server/domain/instance.ts';
import type { VersionLoad } from '#server/domain/scaling.ts';
import type { Times } from '#server/domain/times.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import type { Runner } from '#server/runner/port.ts';

export type DeployerOptions = {
  db: Db;
  metrics: MetricsDb;
  runner: Runner;
  dataDir: string;
  times: Times;
  cpuOvercommit: number;
  /** One at a time, and 2 GB for each step, where it is not given. */
  builds?: { concurrency: number; memoryGb: number };
  /** Epoch ms. */
  now?: () => number;
  /** 0 ≤ x < 1. */
  random?: () => number;
  onError: (what: string, error: unknown) => void;
};

const ONE_BUILD = { concurrency: 1, memoryGb: 2 };

export type Deployer = { close(): Promise<void> };

const LOAD_LOOK_MS = 1_000;

/** Calls to the engine that are called off have this long to end. */
const CLOSE_WITHIN_MS = 3_000;

/** Begins at once and goes on until closed. Databases and runner stay the caller's. */
export function startDeployer(options: DeployerOptions): Deployer {
  const { runner, dataDir, times, onError } = options;
  const context = buildContext(options);
  const { engine, queue, activities, logs, writer, logStore } = context;
  const closing = new AbortController();
  const changes = new Changes(context);
  const sweep = new Sweep(context);
  const resync = new Resync(context);
  const loadWatch = new LoadWatch(context, context.loads);
  const stats = new StatsCollector(context, (error) => onError('stats', error));

  const sweepOnceListed = async (listing: Promise<unknown>) => {
    await listing;
    if (!closing.signal.aborted) sweep.run();
  };
  const resyncAll = async () => {
    await sweepOnceListed(resync.run());
    if (!closing.signal.aborted) wakeAll(context);
  };

  const collected = collectFiles(context, onError);
  rmSync(buildsFolder(dataDir), { recursive: true, force: true });
  const watch = watchDb(berthFile(dataDir), () => changes.look());
  runner.watch(({ instanceId }) => {
    resync.noteHint(instanceId);
    void engine.refresh();
  }, closing.signal);
  lookAtLoad(loadWatch, onError);
  const loading = setInterval(() => lookAtLoad(loadWatch, onError), LOAD_LOOK_MS);
  changes.look();
  const listed = sweepOnceListed(engine.refresh()).catch((error) => onError('sweep', error));
  const resyncing = setInterval(() => resyncAll().catch((error) => onError('resync', error)), times.resyncMs);
  stats.start();
  const looking = keepLookingAtMachine(context, (error) => onError('machine', error), closing.signal);

  return {
    async close() {
      closing.abort();
      watch.close();
      clearInterval(resyncing);
      clearInterval(loading);
      queue.close();
      engine.close();
      stats.close();
      await within(CLOSE_WITHIN_MS, Promise.all([activities.close(), logs.close(), looking, listed]));
      writer.flush();
      collected.close();
      logStore.close();
      logStore.logs.$client.close();
    },
  };
}

/** Files of 日志采集路径; they are read as long as their instances are there. */
function collectFiles(context: DeployerContext, onError: DeployerOptions['onError']): CollectedFiles {
  const collected = new CollectedFiles({
    dataDir: context.dataDir,
    store: context.logStore,
    subject: (instanceId) => logSubject(context, instanceId),
    isPresent: (instanceId) => {
      const instance = findInstance(context.db, instanceId);
      return instance !== undefined && isPresent(instance);
    },
    now: context.now,
    onError: (error) => onError('collected files', error),
  });
  collected.start();
  return collected;
}

function lookAtLoad(watch: LoadWatch, onError: DeployerOptions['onError']): void {
  try {
    watch.look();
  } catch (error) {
    onError('load', error);
  }
}

type OwnContext = DeployerContext & { queue: KeyedQueue; loads: Map<string, VersionLoad> };

function buildContext(options: DeployerOptions): OwnContext {
  const { db, metrics, runner, dataDir, times, onError } = options;
  const builds = options.builds ?? ONE_BUILD;
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const writer = new LogWriter((error) => onError('log', error));
  const logStore = new LogStore(openLogsDb(logsFile(dataDir)), (error) => onError('log', error));
  const queue = new KeyedQueue({
    work: (serviceId) => reconcile(context, serviceId),
    onError: (serviceId, error) => onError(`service ${serviceId}`, error),
    random,
  });
  const wake = (serviceId: string) => queue.add(serviceId);
  const engine = new EngineView({
    runner,
    now,
    onChange: (serviceIds) => {
      for (const serviceId of serviceIds) wake(serviceId);
    },
    onUp: () => {
      context.activities.endRests();
      wakeAll(context);
    },
    onError: (error) => onError('engine', error),
  });
  const context: OwnContext = {
    db,
    metrics,
    runner,
    dataDir,
    times,
    now,
    randomText,
    ...openSecretBox(dataDir),
    writer,
    logStore,
    queue,
    wake,
    engine,
    findings: new Findings(),
    activities: new Activities({
      onEnd: (owner) => {
        if (owner !== SWEEP) wake(owner);
      },
      onError: ({ kind, key }, error) => onError(`${kind} ${key}`, error),
      random,
    }),
    logs: new InstanceLogs({
      runner,
      dataDir,
      writer,
      store: logStore,
      subject: (instanceId) => logSubject(context, instanceId),
      onError: (error) => onError('log', error),
    }),
    machine: new Machine({ db, runner, cpuOvercommit: options.cpuOvercommit, now }),
    givenTables: new Map(),
    builds: new BuildQueue(builds.concurrency),
    buildMemoryGb: builds.memoryGb,
    awaitingGateway: new Set(),
    loads: new Map(),
  };
  return context;
}
