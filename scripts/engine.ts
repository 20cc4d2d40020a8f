// Where tests and smoke runs find a Docker Engine: the one that answers, else one of their own.
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram, installPackages, type Log } from '#scripts/debian-packages.ts';
import { OwnEngine, type OwnEngineOptions } from '#scripts/own-engine.ts';
import { DEFAULT_HOST, Engine } from '#server/runner/docker/engine.ts';

export type FoundEngine = {
  /** As DOCKER_HOST. */
  dockerHost: string;
  /** Ends it and removes what is left of it; an engine that others started is left alone. */
  stop(): Promise<void>;
  /** Only on an engine of our own. */
  restart?: () => Promise<void>;
  kill?: () => Promise<void>;
};

const ANSWERS_WITHIN_MS = 2000;
/** Debian starts the engine that it installs, where the machine has a service manager. */
const DEBIAN_STARTS_WITHIN_MS = 5000;

/**
 * The engine at DOCKER_HOST or the usual socket; where none answers, one started for this run, installed first
 * where dockerd is missing. Throws, saying what to do by hand.
 */
export async function ensureEngine({ log }: { log: Log }): Promise<FoundEngine> {
  const dockerHost = process.env.DOCKER_HOST || DEFAULT_HOST;
  if (await new Engine(dockerHost).answers(ANSWERS_WITHIN_MS)) return foreign(dockerHost);
  if (!findProgram('dockerd')) {
    await installEngine(log);
    if (await comesUp(DEFAULT_HOST)) return foreign(DEFAULT_HOST);
  }
  return startOwn(log, { isBesideAnother: false });
}

/** Always an engine of our own, beside any other: for tests that restart it, kill it, and fill its disk. */
export async function startOwnEngine({
  log,
  diskMib,
}: {
  log: Log;
  /** Size of a disk in memory for all that it stores; without it, the machine's disk. */
  diskMib?: number;
}): Promise<Required<FoundEngine>> {
  if (!findProgram('dockerd')) await installEngine(log);
  if (!findProgram('ip')) await installPackages(['iproute2'], log);
  return startOwn(log, { isBesideAnother: true, diskMib });
}

async function startOwn(log: Log, options: OwnEngineOptions): Promise<Required<FoundEngine>> {
  const dockerd = findProgram('dockerd');
  if (!dockerd || process.getuid?.() !== 0) {
    throw new Error(
      'No Docker Engine answers, and only root can start one. Please start Docker or set DOCKER_HOST.',
    );
  }
  log('Starting a Docker Engine for this run …');
  const engine = new OwnEngine(dockerd, options);
  try {
    await engine.start();
  } catch (error) {
    await engine.discard();
    throw error;
  }
  return {
    dockerHost: engine.dockerHost,
    stop: () => engine.stop(),
    restart: () => engine.restart(),
    kill: () => engine.kill(),
  };
}

function foreign(dockerHost: string): FoundEngine {
  return { dockerHost, stop: async () => {} };
}

/** iptables: docker.io needs it and only recommends it in some releases. */
function installEngine(log: Log): Promise<void> {
  return installPackages(['docker.io', 'iptables'], log);
}

async function comesUp(dockerHost: string): Promise<boolean> {
  const engine = new Engine(dockerHost);
  for (
    const deadline = performance.now() + DEBIAN_STARTS_WITHIN_MS;
    performance.now() < deadline;
    await wait(200)
  ) {
    if (await engine.answers(ANSWERS_WITHIN_MS)) return true;
  }
  return false;
}
