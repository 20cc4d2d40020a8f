// For tests: what people do to a service one after another, and what breaks meanwhile. Every promise of
// server/domain/invariants.ts is asked after each step, and again and again while something is waited for.
import assert from 'node:assert/strict';
import { deployments, snapshots, versions } from '#db/schema/desired.ts';
import { instances, versionStatus } from '#db/schema/observed.ts';
import { findRunningDeployment } from '#db/stores/deployments.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { findService, readPolicy, type Service } from '#db/stores/services.ts';
import { listVersions, readSpec, type Version } from '#db/stores/versions.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import { setPaused } from '#server/commands/pause-service.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { rollBack } from '#server/commands/roll-back.ts';
import { rollBackVersion } from '#server/commands/roll-back-version.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { brokenAtAnyTime, brokenAtRest, type ServiceFacts } from '#server/domain/invariants.ts';
import { Problem } from '#server/domain/problem.ts';
import { runningReplicas, specInputSchema } from '#server/domain/spec.ts';
import { hasTraffic, type TrafficPolicy } from '#server/domain/traffic.ts';

/** One thing that happens. What it has no use for it leaves aside. */
export type Step = {
  kind: keyof typeof COMMANDS | keyof typeof MISHAPS;
  /** Choose a version, a snapshot, an instance: any number leads to one that is there. */
  one: number;
  other: number;
  /** 1–99. */
  percent: number;
  env: Record<string, string>;
  isFull: boolean;
  isWide: boolean;
  /** How long is waited then: not at all, until an instance of the deployment has begun, or until all is done. */
  afterwards: 'go-on' | 'under-way' | 'rest';
};

const NOTHING_SPECIAL = { one: 0, other: 0, percent: 50, env: {}, isFull: false, isWide: false };

type Asking = { on: TestDeployer; service: Service; step: Step };

/** What a person may ask for; each may be refused with a Problem. */
const COMMANDS = {
  deploy: ({ on, step: { env, isFull, isWide } }: Asking) => {
    const wide = { replicaMode: 'high-availability', minReplicas: 2 } as const;
    on.deploy(env, { trafficStrategy: isFull ? 'full' : 'keep-zero', ...(isWide ? wide : {}) });
  },
  redeploy: ({ on, step }: Asking) => {
    const version = versionOf(on, step.one);
    const spec = specInputSchema.parse({
      ...readSpec(on.db, version.id, version.snapshotNumber),
      env: Object.entries(step.env).map(([name, value]) => ({ kind: 'plain', name, value })),
    });
    redeployVersion(on.ctx, version, { spec });
  },
  'roll-back-version': ({ on, step }: Asking) => {
    const version = versionOf(on, step.one);
    const snapshotNumber = 1 + (step.other % version.snapshotNumber);
    rollBackVersion(on.ctx, version, { snapshotNumber });
  },
  'roll-back': ({ on, service, step }: Asking) => {
    rollBack(on.ctx, service, { generation: service.generation, versionId: versionOf(on, step.one).id });
  },
  'set-traffic': (asking: Asking) => setPolicy(asking, sharesOf(asking)),
  'set-rules': (asking: Asking) => setPolicy(asking, rulesOf(asking)),
  cancel: ({ on, service }: Asking) => {
    const running = findRunningDeployment(on.db, service.id);
    if (running) cancelDeployment(on.ctx, running);
  },
  'delete-version': ({ on, step }: Asking) => deleteVersion(on.ctx, versionOf(on, step.one)),
  'pause-or-resume': ({ on, service }: Asking) => setPaused(on.ctx, service, !service.isPaused),
};

const HALF_AN_HOUR_MS = 31 * 60_000;

/** What nobody asked for. */
const MISHAPS = {
  'half-an-hour': async (on: TestDeployer) => {
    on.clockAheadMs += HALF_AN_HOUR_MS;
  },
  'kill-instance': kill,
  'stop-deployer': (on: TestDeployer) => on.stopDeployer(),
  'start-deployer': async (on: TestDeployer) => on.startDeployer(),
};

export class TestHistory implements AsyncDisposable {
  readonly #on = new TestDeployer({ restartBackoffMaxMs: 400, resyncMs: 300, stopGraceMs: 300 });
  #isDeployerThere = true;
  #lastNumber = 0;

  /** Two versions, one of them updated once: nearly all of what may happen needs that. */
  async begin(): Promise<void> {
    const begun = { ...NOTHING_SPECIAL, afterwards: 'rest' } as const;
    await this.take({ ...begun, kind: 'deploy' });
    await this.take({ ...begun, kind: 'redeploy' });
    await this.take({ ...begun, kind: 'deploy' });
  }

  async take(step: Step): Promise<void> {
    if (step.kind in COMMANDS) this.#ask(step);
    else await this.#mishap(step);
    this.#requireKept();
    if (step.afterwards === 'under-way' && this.#isDeployerThere) await this.#untilUnderWay();
    if (step.afterwards === 'rest') await this.#untilAtRest();
  }

  /** All comes to rest, and whoever has traffic does answer, unless it is just going to sleep. */
  async end(): Promise<void> {
    await this.#untilAtRest();
    const { policy } = this.#facts();
    const ready = this.#on.instances().filter(({ state }) => state === 'ready');
    for (const { id, host, port } of ready.filter(({ versionId }) => hasTraffic(policy, versionId))) {
      const status = await fetch(`http://${host}:${port}/`).then(
        (answer) => answer.status,
        () => null,
      );
      if (status !== null || this.#on.instances().find((one) => one.id === id)?.state === 'ready') {
        assert.equal(status, 200);
      }
    }
    assert.deepEqual(this.#on.errors, []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isDeployerThere) this.#on.startDeployer();
    await this.#on[Symbol.asyncDispose]();
  }

  /** Where it is refused, nothing has changed. */
  #ask(step: Step): void {
    const before = this.#facts();
    try {
      COMMANDS[step.kind as keyof typeof COMMANDS]({ on: this.#on, service: before.service, step });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      assert.deepEqual(this.#facts(), before, `${step.kind} was refused with ${error.code}`);
    }
    const { lastVersionNumber } = this.#facts().service;
    assert.equal(
      lastVersionNumber,
      before.service.lastVersionNumber + (isNew(this.#facts(), before) ? 1 : 0),
    );
  }

  async #mishap({ kind, one }: Step): Promise<void> {
    if (kind === 'stop-deployer' && !this.#isDeployerThere) return;
    if (kind === 'start-deployer' && this.#isDeployerThere) return;
    await MISHAPS[kind as keyof typeof MISHAPS](this.#on, one);
    if (kind === 'stop-deployer') this.#isDeployerThere = false;
    if (kind === 'start-deployer') this.#isDeployerThere = true;
  }

  /** Until an instance of the deployment that runs, if one does, has begun. */
  async #untilUnderWay(): Promise<void> {
    await this.#until('something is under way', () => {
      const running = this.#facts().deployments.find(({ state }) => state === 'running');
      const of = running ? this.#on.instances(running.versionId) : [];
      return !running || of.some((each) => each.snapshotNumber === running.snapshotNumber) ? [] : ['waiting'];
    });
  }

  async #untilAtRest(): Promise<void> {
    if (!this.#isDeployerThere) this.#on.startDeployer();
    this.#isDeployerThere = true;
    await this.#until('all is at rest', async () => {
      const containers = await this.#on.runner.list();
      const running = containers.filter(({ state }) => state === 'running').map((each) => each.instanceId);
      return brokenAtRest(this.#facts(), running);
    });
  }

  async #until(what: string, broken: () => string[] | Promise<string[]>): Promise<void> {
    let last: string[] = [];
    const isKept = async () => {
      this.#requireKept();
      last = await broken();
      return last.length === 0;
    };
    try {
      await this.#on.until(what, isKept, 30_000);
    } catch (error) {
      throw new Error(`${String(error)}\n${last.join('\n')}`, { cause: error });
    }
  }

  #requireKept(): void {
    const facts = this.#facts();
    assert.deepEqual(brokenAtAnyTime(facts), []);
    assert.ok(facts.service.lastVersionNumber >= this.#lastNumber, 'numbers went back');
    this.#lastNumber = facts.service.lastVersionNumber;
  }

  #facts(): ServiceFacts & { service: Service } {
    return readFacts(this.#on);
  }
}

function isNew(after: ServiceFacts, before: ServiceFacts): boolean {
  return after.versions.length > before.versions.length;
}

function readFacts({ db, service: { id } }: TestDeployer): ServiceFacts & { service: Service } {
  return db.transaction(() => {
    const service = findService(db, id) ?? assert.fail('no service');
    const rows = db.select().from(versions).orderBy(versions.number).all();
    const crew = db.select().from(instances).all();
    const statuses = db.select().from(versionStatus).all();
    return {
      service,
      policy: readPolicy(db, id),
      routes: findRoutes(db, id)?.document ?? null,
      versions: rows.map((version) => {
        const spec = readSpec(db, version.id, version.snapshotNumber);
        return {
          ...version,
          replicas: runningReplicas(spec),
          isAsleep: isIdle(version.id, statuses) || isWoken(version.id, crew),
        };
      }),
      snapshots: db.select().from(snapshots).all(),
      deployments: db.select().from(deployments).orderBy(deployments.createdAt).all(),
      instances: crew,
    };
  });
}

function isIdle(versionId: string, statuses: readonly (typeof versionStatus.$inferSelect)[]): boolean {
  return statuses.find((status) => status.versionId === versionId)?.scaling?.reason === 'idle';
}

/** Whichever instance of it ended last was not asked for. */
function isWoken(versionId: string, crew: readonly (typeof instances.$inferSelect)[]): boolean {
  const ended = crew.filter((instance) => instance.versionId === versionId && instance.stoppedAt !== null);
  const [last] = ended.toSorted((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0));
  return last?.stopReason === 'idle';
}

/** Throws a Problem where the service has none. */
function versionOf(on: TestDeployer, number: number): Version {
  const all = listVersions(on.db, on.service.id);
  const version = all[number % Math.max(1, all.length)];
  if (!version) throw new Problem('not_found');
  return version;
}

function setPolicy({ on, service }: Asking, policy: TrafficPolicy): void {
  setTraffic(on.ctx, service, { generation: service.generation, policy });
}

function sharesOf({ on, step }: Asking): TrafficPolicy {
  const [one, other] = [versionOf(on, step.one).id, versionOf(on, step.other).id];
  if (one === other) return { mode: 'percent', shares: [{ versionId: one, percent: 100 }] };
  const { percent } = step;
  const shares = [
    { versionId: one, percent },
    { versionId: other, percent: 100 - percent },
  ];
  return { mode: 'percent', shares };
}

function rulesOf({ on, step }: Asking): TrafficPolicy {
  const rule = { source: 'query', key: 'beta', value: '1', versionId: versionOf(on, step.other).id } as const;
  return { mode: 'rules', rules: [rule], defaultVersionId: versionOf(on, step.one).id };
}

/** One that is ready, as nobody expects it. */
async function kill(on: TestDeployer, number: number): Promise<void> {
  const ready = on.instances().filter(({ state }) => state === 'ready');
  const instance = ready[number % Math.max(1, ready.length)];
  if (!instance) return;
  const answer = await fetch(`http://${instance.host}:${instance.port}/version`).catch(() => undefined);
  const { pid } = ((await answer?.json()) ?? {}) as { pid?: number };
  if (pid === undefined || !killed(pid)) return;
  const isGone = async () => !(await on.running(instance.versionId)).includes(instance.id);
  await on.until('the killed one is gone', isGone);
}

/** False where the deployer was quicker. */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
