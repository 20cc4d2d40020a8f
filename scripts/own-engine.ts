// A Docker Engine for one run: everything of it is in one temporary folder, and stop leaves nothing behind.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PROGRAM_FOLDERS } from '#scripts/debian-packages.ts';
import { Engine } from '#server/runner/docker/engine.ts';

/** Not the system's temporary folder: the paths of unix sockets may have 107 bytes only. */
const SHORT_FOLDER = '/tmp';
const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 40_000;
/** What a second engine must leave alone, because the first one's containers depend on it. */
const BESIDE_ANOTHER = ['--iptables=false', '--ip-forward=false'];

export type OwnEngineOptions = {
  /** Leaves the machine's packet filter as it is; containers are reached from here only. */
  isBesideAnother: boolean;
  /** Size of a disk in memory for all that it stores. */
  diskMib?: number | undefined;
};

export class OwnEngine {
  readonly dockerHost: string;
  readonly #dockerd: string;
  readonly #folder: string;
  readonly #args: string[];
  readonly #isBesideAnother: boolean;
  readonly #diskMib: number | undefined;
  #process: ChildProcess | null = null;

  constructor(dockerd: string, { isBesideAnother, diskMib }: OwnEngineOptions) {
    this.#dockerd = dockerd;
    this.#folder = mkdtempSync(path.join(SHORT_FOLDER, 'bd-'));
    this.#isBesideAnother = isBesideAnother;
    this.#diskMib = diskMib;
    this.dockerHost = `unix://${path.join(this.#folder, 'docker.sock')}`;
    this.#args = [
      ...['--host', this.dockerHost, '--pidfile', path.join(this.#folder, 'pid')],
      ...['--data-root', path.join(this.#folder, 'data'), '--exec-root', path.join(this.#folder, 'exec')],
      ...(isBesideAnother ? [`--bridge=${path.basename(this.#folder)}`, ...BESIDE_ANOTHER] : []),
    ];
  }

  /** Starts dockerd and returns once it answers. Throws with the end of its log. */
  async start(): Promise<void> {
    if (!this.#process) await this.#prepare();
    // Its containerd ended with it; where nobody reaps the dead, dockerd would take that one for running.
    rmSync(path.join(this.#folder, 'exec', 'containerd', 'containerd.pid'), { force: true });
    const log = openSync(this.#logFile, 'a');
    const env = { ...process.env, PATH: PROGRAM_FOLDERS.join(path.delimiter) };
    // Its own process group: Ctrl-C in the terminal must not end it before the tests have cleaned up.
    const started = spawn(this.#dockerd, this.#args, { stdio: ['ignore', log, log], detached: true, env });
    closeSync(log);
    this.#process = started;
    started.once('error', () => {}); // It has no exit code then, and the wait below ends.
    const engine = new Engine(this.dockerHost);
    for (
      const deadline = performance.now() + START_DEADLINE_MS;
      !(await engine.answers(1000));
      await wait(100)
    ) {
      if (this.#isRunning && performance.now() < deadline) continue;
      throw new Error(`dockerd does not answer. The end of its log:\n${this.#logEnd()}`);
    }
  }

  /** Ends it as `systemctl restart docker` does, which also ends its containers, and starts it again. */
  async restart(): Promise<void> {
    await this.#end('SIGTERM');
    await this.start();
  }

  /** SIGKILL; `restart` brings it back. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Removes its containers and networks, ends it, and removes its folder. */
  async stop(): Promise<void> {
    try {
      if (!this.#isRunning) await this.start();
      await removeEverything(new Engine(this.dockerHost));
    } finally {
      await this.discard();
    }
  }

  /** Ends it, as it is, and removes its folder. */
  async discard(): Promise<void> {
    await this.#end('SIGTERM');
    if (this.#isBesideAnother) await this.#bridge('delete').catch(() => {}); // It was never made.
    await unmountBelow(this.#folder);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #isRunning(): boolean {
    return (
      this.#process?.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
    );
  }

  get #logFile(): string {
    return path.join(this.#folder, 'log');
  }

  #logEnd(): string {
    return readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  }

  /** Without a bridge of its own it would use the other engine's; told to have none, it even deletes that one. */
  async #prepare(): Promise<void> {
    if (this.#isBesideAnother) await this.#bridge('add', 'type', 'bridge');
    if (this.#diskMib === undefined) return;
    const data = path.join(this.#folder, 'data');
    mkdirSync(data);
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', `size=${this.#diskMib}m`, 'tmpfs', data]);
  }

  async #bridge(act: 'add' | 'delete', ...more: string[]): Promise<void> {
    await promisify(execFile)('ip', ['link', act, 'dev', path.basename(this.#folder), ...more]);
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    if (!child || !this.#isRunning) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await exited;
    clearTimeout(kill);
  }
}

/** Bridges of networks would stay on the machine after the engine has ended. */
async function removeEverything({ docker }: Engine): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  // One that is being removed already refuses; it ends with the engine.
  await Promise.allSettled(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
  );
  await docker.pruneNetworks();
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .filter((mount) => mount.startsWith(`${folder}/`));
  for (const mount of mounts.reverse()) await promisify(execFile)('umount', ['--lazy', mount]);
}
