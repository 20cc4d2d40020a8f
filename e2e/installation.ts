// A whole CloudBerth of its own for tests: the very processes of `npm run up`, on free ports, in a temporary folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readSetupCode } from '#server/keys/setup-code.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { removeAllOf } from '#server/runner/docker/test-engine.ts';
import { installationId } from '#server/runner/open-runner.ts';
import { type RunFile, readRunFile } from '#server/supervisor/run-file.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const START_DEADLINE_MS = 60_000;

export type InstallationOptions = {
  runner: 'docker' | 'embedded';
  /** The engine is made for this test and goes with all that is on it. */
  isEngineOurs?: boolean;
  /** Further environment, such as BERTH_TIMES or DOCKER_HOST. */
  env?: Record<string, string>;
};

export class Installation implements AsyncDisposable {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'berth-e2e-'));
  /** What the processes printed, for the report of a failed test. */
  readonly output: string[] = [];
  readonly #options: InstallationOptions;
  #ports = { console: 0, gateway: 0, shell: 0 };
  #process: ChildProcess | undefined;

  constructor(options: InstallationOptions) {
    this.#options = options;
  }

  static async start(options: InstallationOptions): Promise<Installation> {
    const installation = new Installation(options);
    const [console = 0, gateway = 0, shell = 0] = [await freePort(), await freePort(), await freePort()];
    installation.#ports = { console, gateway, shell };
    await installation.up();
    return installation;
  }

  get consoleUrl(): string {
    return `http://localhost:${this.#ports.console}`;
  }

  /** The engine that it runs on, as DOCKER_HOST; undefined: the usual one. */
  get dockerHost(): string | undefined {
    return this.#options.env?.DOCKER_HOST ?? process.env.DOCKER_HOST;
  }

  get gatewayPort(): number {
    return this.#ports.gateway;
  }

  /** What the terminal shows until there is an owner. */
  get setupCode(): string {
    const code = readSetupCode(this.dataDir);
    if (code === undefined) throw new Error('there is an owner already');
    return code;
  }

  /** Starts the processes, on the same data and ports as before; resolves once all of them work. */
  async up(): Promise<void> {
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts', 'up.ts')], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        RUNNER: this.#options.runner,
        PORT: String(this.#ports.console),
        GATEWAY_PORT: String(this.#ports.gateway),
        SHELL_PORT: String(this.#ports.shell),
        DATA_DIR: this.dataDir,
        ...this.#options.env,
      },
    });
    this.#process = child;
    const lines = [child.stdout, child.stderr].map((stream) => createInterface({ input: stream }));
    for (const line of lines) line.on('line', (text) => this.output.push(text));
    await Promise.race([
      new Promise<void>((resolve) => lines[0]?.on('line', (text) => text === 'ready' && resolve())),
      once(child, 'exit').then(() => Promise.reject(new Error(`did not start:\n${this.output.join('\n')}`))),
      deadline(START_DEADLINE_MS, () => `not ready in time:\n${this.output.join('\n')}`),
    ]);
  }

  /** Process ids that run now; null between a crash and the restart. */
  pids(): RunFile {
    const run = readRunFile(this.dataDir);
    if (!run) throw new Error('nothing runs');
    return run;
  }

  /** Stops the processes as Ctrl-C does. The data stay. */
  async down(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
    if (this.#options.runner === 'docker' && !this.#options.isEngineOurs) {
      const engine = new Engine(this.dockerHost);
      await removeAllOf(engine, installationId(this.dataDir));
    }
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function deadline(ms: number, message: () => string): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(message())), ms).unref();
  });
}
