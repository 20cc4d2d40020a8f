// Clearing away what no row speaks of: containers with our labels that nobody knows, networks of environments that
// are gone.
import { listDeletedEnvironments } from '#db/stores/deleted-environments.ts';
import { listPresentInstanceIds } from '#db/stores/instances.ts';
import type { Activity } from '#server/deployer/activities.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { environmentKey, instanceKey } from '#server/deployer/keys.ts';

/** Owner of the sweep's activities, beside the services. What fails is found again by the next sweep. */
export const SWEEP = 'sweep';

export class Sweep {
  readonly #context: DeployerContext;
  /** The last event of a deleted environment that was dealt with since this process began. */
  #lastEventId = 0;

  constructor(context: DeployerContext) {
    this.#context = context;
  }

  /** To be called with the engine just listed. A row is there before its container: what has none is a stray. */
  run(): void {
    const { db, engine, activities } = this.#context;
    if (!engine.isListed || engine.downSince !== null) return;
    const known = new Set(listPresentInstanceIds(db));
    const strays = engine.all().filter(({ instanceId }) => !known.has(instanceId));
    activities.follow(SWEEP, [
      ...strays.map(({ instanceId }) => this.#stop(instanceId)),
      ...this.#emptyEnvironments().map((environment) => this.#remove(environment)),
    ]);
  }

  #stop(instanceId: string): Activity {
    const { runner, engine, times } = this.#context;
    const run = async () => {
      await runner.stop(instanceId, times.stopGraceMs);
      engine.remove(instanceId);
    };
    return { key: instanceKey(instanceId), kind: 'stop', run };
  }

  /** In the order of their deletion, up to the first that still has containers. */
  #emptyEnvironments(): { eventId: number; environmentId: string }[] {
    const deleted = listDeletedEnvironments(this.#context.db, this.#lastEventId);
    const inUse = new Set(this.#context.engine.all().map(({ environmentId }) => environmentId));
    const firstInUse = deleted.findIndex(({ environmentId }) => inUse.has(environmentId));
    return firstInUse === -1 ? deleted : deleted.slice(0, firstInUse);
  }

  #remove({ eventId, environmentId }: { eventId: number; environmentId: string }): Activity {
    const run = async () => {
      await this.#context.runner.removeEnvironment(environmentId);
      this.#lastEventId = Math.max(this.#lastEventId, eventId);
    };
    return { key: environmentKey(environmentId), kind: 'remove-environment', run };
  }
}
