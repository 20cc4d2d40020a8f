import { type InstanceSample, writeSamples } from '#db/stores/instance-samples.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { within } from '#server/deployer/within.ts';
import type { RunningInstance } from '#server/runner/port.ts';

type CollectorContext = Pick<DeployerContext, 'engine' | 'metrics' | 'runner' | 'now'> & {
  times: Pick<DeployerContext['times'], 'statsPeriodMs'>;
};

/**
 * Asks again and again what each running instance uses, and writes the answers of one round in one commit. An instance
 * that does not answer in time is left out of the round and asked again when it has: rounds of services wait for
 * nothing here, and a slow instance keeps no other one waiting.
 */
export class StatsCollector {
  readonly #context: CollectorContext;
  readonly #onError: (error: unknown) => void;
  readonly #asking = new Set<string>();
  #samples: InstanceSample[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isFailing = false;
  #isClosed = false;

  constructor(context: CollectorContext, onError: (error: unknown) => void) {
    this.#context = context;
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#round(), this.#context.times.statsPeriodMs);
  }

  /** What has not answered by now is not written any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#isClosed = true;
  }

  async #round(): Promise<void> {
    const { engine, times } = this.#context;
    if (engine.downSince !== null) return;
    const idle = engine
      .all()
      .filter(({ state, instanceId }) => state === 'running' && !this.#asking.has(instanceId));
    await within(times.statsPeriodMs / 2, Promise.all(idle.map((instance) => this.#ask(instance))));
    this.#write();
  }

  async #ask({ instanceId, serviceId, versionId }: RunningInstance): Promise<void> {
    const { runner, now } = this.#context;
    this.#asking.add(instanceId);
    try {
      const stats = await runner.stats(instanceId);
      const at = Math.floor(now() / 1000);
      if (stats) this.#samples.push({ serviceId, versionId, instanceId, at, ...stats });
      this.#isFailing = false;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#asking.delete(instanceId);
    }
  }

  #write(): void {
    if (this.#isClosed || this.#samples.length === 0) return;
    try {
      writeSamples(this.#context.metrics, this.#samples.splice(0));
    } catch (error) {
      this.#fail(error); // The gateway holds the file: these looks are lost, the next ones are as good.
    }
  }

  /** Once, until one succeeds again: 50 instances would say the same every 5 s. */
  #fail(error: unknown): void {
    if (!this.#isFailing && !this.#isClosed) this.#onError(error);
    this.#isFailing = true;
  }
}
