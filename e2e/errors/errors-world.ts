// A deployer and a gateway on one Docker Engine, in this process: enough to deploy for real and to see who answers.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { migrate } from '#db/migrate.ts';
import { berthFile, type Db, type MetricsDb, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import type { Environment } from '#db/stores/environments.ts';
import { EmptyRegistry } from '#e2e/errors/empty-registry.ts';
import { ServingService } from '#e2e/errors/serving-service.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { randomText } from '#server/commands/random-text.ts';
import { type Deployer, startDeployer } from '#server/deployer/deployer.ts';
import type { VersionSpecInput } from '#server/domain/spec.ts';
import { type Gateway, startGateway } from '#server/gateway/gateway.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { removeAllOf } from '#server/runner/docker/test-engine.ts';
import { installationId, openRunner } from '#server/runner/open-runner.ts';
import type { Runner } from '#server/runner/port.ts';
import { readSettings, type Settings } from '#server/settings.ts';

/** Short, so that the whole suite is; the window leaves room for a container on a busy machine. */
const TIMES = {
  probePeriodMs: 100,
  probeTimeoutMs: 1_000,
  readyWindowMs: 15_000,
  startAttempts: 2,
  restartBackoffMs: 100,
  stopGraceMs: 500,
};

/** Services serve at the same time, most of them idle: only memory is to run out where a test asks for it. */
const CPU_OVERCOMMIT = '16';

type Parts = {
  runner: Runner;
  gateway: Gateway;
  registry: EmptyRegistry;
  settings: Settings;
  isDiskSmall: boolean;
};

export class ErrorsWorld {
  readonly engine: Engine;
  readonly ctx: CommandContext;
  readonly db: Db;
  readonly metrics: MetricsDb;
  readonly settings: Settings;
  readonly runner: Runner;
  readonly environment: Environment;
  readonly registry: EmptyRegistry;
  /** All that its engine stores is on a disk of its own, which may be filled. */
  readonly isDiskSmall: boolean;
  /** The installation, by whose name the engine knows what is ours. */
  readonly owner: string;
  /** Tags of images that tests made, to be removed. */
  readonly ownImages: string[] = [];
  /** What the deployer could not do. */
  readonly errors: string[] = [];
  readonly #deployer: Deployer;
  readonly #gateway: Gateway;

  private constructor(dockerHost: string, parts: Parts) {
    const { runner, gateway, registry, settings, isDiskSmall } = parts;
    this.isDiskSmall = isDiskSmall;
    this.registry = registry;
    this.engine = new Engine(dockerHost);
    this.runner = runner;
    this.settings = settings;
    this.#gateway = gateway;
    this.owner = installationId(settings.dataDir);
    this.db = openDb(berthFile(settings.dataDir));
    this.metrics = openMetricsDb(metricsFile(settings.dataDir));
    const { seal } = openSecretBox(settings.dataDir);
    this.ctx = { db: this.db, actor: SYSTEM, now: Date.now, randomText, seal };
    this.environment = createEnvironment(this.ctx, { alias: 'errors', region: 'sh' });
    this.#deployer = startDeployer({
      ...settings,
      db: this.db,
      metrics: this.metrics,
      runner,
      onError: (what, error) => this.errors.push(`${what}: ${String(error)}`),
    });
  }

  static async start(dockerHost: string, { isDiskSmall = false } = {}): Promise<ErrorsWorld> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-errors-'));
    migrate(dataDir);
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: 'test',
      DATA_DIR: dataDir,
      BERTH_TIMES: JSON.stringify(TIMES),
      CPU_OVERCOMMIT,
    };
    const { baseDomain, consoleUrl, times } = readSettings(env);
    const gateway = await startGateway({ dataDir, port: 0, baseDomain, consoleUrl, times });
    const settings = readSettings({ ...env, GATEWAY_PORT: String(gateway.port) });
    const runner = await openRunner({ kind: 'docker', dataDir, dockerHost });
    const registry = await EmptyRegistry.start();
    return new ErrorsWorld(dockerHost, { runner, gateway, registry, settings, isDiskSmall });
  }

  /** A service of its own with one version that answers and has all of the traffic. */
  async serving(name: string, spec: Partial<VersionSpecInput> = {}): Promise<ServingService> {
    const service = createService(this.ctx, { environmentId: this.environment.id, name, remark: '' });
    const serving = new ServingService(this, service);
    await serving.begin(spec);
    return serving;
  }

  /** Takes an image from the engine, once no container needs it any more. */
  async removeImage(image: string): Promise<void> {
    const remove = () => this.engine.docker.getImage(image).remove();
    await this.until(`${image} is removed`, () => remove().then(Boolean, () => false));
  }

  /** The first answer that is neither null, undefined nor false. */
  async until<Value>(
    what: string,
    ask: () => Value | Promise<Value>,
    limitMs = 60_000,
  ): Promise<Exclude<Value, null | undefined | false>> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const answer = await ask();
      if (answer) return answer as Exclude<Value, null | undefined | false>;
      const late = `not within ${limitMs} ms: ${what}\n${this.errors.slice(-5).join('\n')}`;
      assert.ok(performance.now() < deadline, late);
      await wait(50);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { dataDir } = this.settings;
    await this.#deployer.close();
    await this.#gateway.stop();
    await this.registry.stop();
    await this.runner.close();
    await this.#removeAll();
    for (const tag of this.ownImages)
      await this.engine.docker
        .getImage(tag)
        .remove()
        .catch(() => {}); // Gone already.
    this.db.$client.close();
    this.metrics.$client.close();
    rmSync(dataDir, { recursive: true, force: true });
  }

  /** What a stop of the deployer's has begun to remove, nobody else can at the same time: so again, for a while. */
  async #removeAll(): Promise<void> {
    let lastError: unknown;
    const isRemoved = async (): Promise<boolean> => {
      try {
        await removeAllOf(this.engine, this.owner);
        return true;
      } catch (error) {
        lastError = error;
        return false;
      }
    };
    await this.until('all of ours is removed', isRemoved).catch((late: unknown) => {
      throw new Error(`what the tests made is still there: ${String(lastError)}`, { cause: late });
    });
  }
}
