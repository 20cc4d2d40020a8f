// A deployer on its own data folder with the embedded runner, for tests.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { berthFile, type Db, type MetricsDb, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import { findDeployment, readSteps } from '#db/stores/deployments.ts';
import type { Environment } from '#db/stores/environments.ts';
import { listInstances } from '#db/stores/instances.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { findService, type Service } from '#db/stores/services.ts';
import { readSpec, readVersionStatuses } from '#db/stores/versions.ts';
import { newDataFolder } from '#db/temporary.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { type Deployed, deployVersion } from '#server/commands/deploy-version.ts';
import { randomText } from '#server/commands/random-text.ts';
import { type Deployer, startDeployer } from '#server/deployer/deployer.ts';
import { stepNamesOf } from '#server/domain/deployment.ts';
import type { Instance } from '#server/domain/instance.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';
import { DEFAULT_TIMES, type Times } from '#server/domain/times.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';
import { stopEverythingEmbedded } from '#server/runner/embedded/stop-instance.ts';
import type { Runner } from '#server/runner/port.ts';

const QUICK: Times = {
  ...DEFAULT_TIMES,
  probePeriodMs: 100,
  probeTimeoutMs: 500,
  readyWindowMs: 20_000,
  restartBackoffMs: 100,
  stopGraceMs: 1_000,
  resyncMs: 60_000,
};

export class TestDeployer {
  readonly dataDir = newDataFolder();
  readonly db: Db;
  readonly metrics: MetricsDb;
  readonly ctx: CommandContext;
  readonly environment: Environment;
  readonly service: Service;
  runner: Runner;
  /** Added to the clock. */
  clockAheadMs = 0;
  readonly #times: Times;
  readonly #openRunner: (dataDir: string) => Runner;
  #deployer: Deployer;
  readonly errors: unknown[] = [];

  constructor(
    times: Partial<Times> = {},
    openRunner: (dataDir: string) => Runner = (dataDir) => new EmbeddedRunner(dataDir),
  ) {
    this.#openRunner = openRunner;
    this.#times = { ...QUICK, ...times };
    this.db = openDb(berthFile(this.dataDir));
    this.metrics = openMetricsDb(metricsFile(this.dataDir));
    // With the key that the deployer reads from the same folder.
    const { seal } = openSecretBox(this.dataDir);
    this.ctx = { db: this.db, actor: SYSTEM, now: () => this.now(), randomText, seal };
    this.runner = this.#openRunner(this.dataDir);
    this.#deployer = this.#start();
    this.environment = createEnvironment(this.ctx, { alias: 'test', region: 'sh' });
    this.service = createService(this.ctx, { environmentId: this.environment.id, name: 'shop', remark: '' });
  }

  now(): number {
    return Date.now() + this.clockAheadMs;
  }

  #start(): Deployer {
    return startDeployer({
      db: this.db,
      metrics: this.metrics,
      runner: this.runner,
      dataDir: this.dataDir,
      times: this.#times,
      cpuOvercommit: 4,
      now: () => this.now(),
      onError: (what, error) => this.errors.push(`${what}: ${String(error)}`),
    });
  }

  async stopDeployer(): Promise<void> {
    await this.#deployer.close();
    await this.runner.close();
  }

  /** A new deployer on the same data, as after a crash. */
  startDeployer(): void {
    this.runner = this.#openRunner(this.dataDir);
    this.#deployer = this.#start();
  }

  deploy(
    env: Record<string, string> = {},
    more: Partial<VersionSpecInput> & { trafficStrategy?: 'full' | 'keep-zero' } = {},
    service = this.service,
  ): Deployed {
    const { trafficStrategy = 'keep-zero', ...spec } = more;
    return deployVersion(this.ctx, service, {
      trafficStrategy,
      remark: '',
      spec: specInputSchema.parse({
        source: { kind: 'image', image: 'sample/hello:v1' },
        port: 8000,
        initialDelaySeconds: 0,
        cpu: 0.25,
        memoryGb: 0.5,
        env: Object.entries(env).map(([name, value]) => ({ kind: 'plain' as const, name, value })),
        ...spec,
      }),
    });
  }

  deployment(id: string) {
    return findDeployment(this.db, id) ?? assert.fail(`no deployment ${id}`);
  }

  /** The deployment once it has ended. */
  ended({ deploymentId }: Deployed) {
    return this.until('the deployment ends', () => {
      const deployment = this.deployment(deploymentId);
      return deployment.state === 'running' ? null : deployment;
    });
  }

  /** As {@link ended}, with success. */
  async live(deployed: Deployed): Promise<Deployed> {
    const { state, failure } = await this.ended(deployed);
    assert.equal(state, 'succeeded', JSON.stringify(failure));
    return deployed;
  }

  steps({ deploymentId }: Deployed): string[] {
    const { versionId, snapshotNumber, kind } = this.deployment(deploymentId);
    const { source } = readSpec(this.db, versionId, snapshotNumber);
    return readSteps(this.db, deploymentId, stepNamesOf(kind, source)).map(
      (step) => `${step.name} ${step.state}`,
    );
  }

  instances(versionId?: string): Instance[] {
    const all = listInstances(this.db, this.service.id, 0);
    return versionId ? all.filter((instance) => instance.versionId === versionId) : all;
  }

  document() {
    return findRoutes(this.db, this.service.id)?.document ?? null;
  }

  shares(): Record<string, number> {
    const traffic = this.document()?.traffic;
    const shares = traffic?.mode === 'percent' ? traffic.shares : [];
    return Object.fromEntries(shares.map(({ versionId, percent }) => [versionId, percent]));
  }

  generation(): number {
    return findService(this.db, this.service.id)?.generation ?? 0;
  }

  state(versionId: string): string | undefined {
    return readVersionStatuses(this.db, [versionId]).get(versionId)?.state.kind;
  }

  /** Instances that have a process now, by version. */
  async running(versionId: string): Promise<string[]> {
    const all = await this.runner.list();
    return all
      .filter((instance) => instance.versionId === versionId && instance.state === 'running')
      .map((instance) => instance.instanceId);
  }

  /** Log lines as `source text`, with the level in front where it is an error. */
  log(kind: 'deployments' | 'instances', id: string): string[] {
    const file = path.join(this.dataDir, 'logs', kind, `${id}.log`);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const entry = JSON.parse(line) as { source: string; level: string; text: string };
        return `${entry.level === 'error' ? '! ' : ''}${entry.source} ${entry.text}`;
      });
  }

  /** The first answer that is neither null, undefined nor false. */
  async until<Value>(
    what: string,
    ask: () => Value | Promise<Value>,
    limitMs = 15_000,
  ): Promise<Exclude<Value, null | undefined | false>> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const answer = await ask();
      if (answer) return answer as Exclude<Value, null | undefined | false>;
      const state = () => JSON.stringify({ instances: this.instances(), errors: this.errors });
      assert.ok(performance.now() < deadline, `not within ${limitMs} ms: ${what}\n${state()}`);
      await wait(10);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopDeployer();
    await stopEverythingEmbedded(this.dataDir, 200);
    this.db.$client.close();
    this.metrics.$client.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
