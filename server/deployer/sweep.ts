// Clearing away what no row speaks of: containers with our labels that nobody knows, networks and relays of services
// that are gone. And what nobody asks for any more: instances that ended long ago, with their logs.
import { rmSync } from 'node:fs';
import { forgetInstances, listPresentInstanceIds } from '#db/stores/instances.ts';
import type { Activity } from '#server/deployer/activities.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { forgetDeleted } from '#server/deployer/forget-deleted.ts';
import { instanceKey } from '#server/deployer/keys.ts';
import { instanceLogFile } from '#server/deployer/log-writer.ts';
import { removeUnusedImages } from '#server/deployer/remove-unused-images.ts';
import { removeUnusedPackages } from '#server/deployer/remove-unused-packages.ts';
import { settleUsage } from '#server/deployer/settle-usage.ts';
import { tidyNetworks } from '#server/deployer/tidy-networks.ts';

/** Owner of the sweep's activities, beside the services. What fails is found again by the next sweep. */
export const SWEEP = 'sweep';

/** A version that crashes for ever leaves an instance and a log behind every minute. */
const ENDED_KEPT_MS = 7 * 24 * 3600_000;

export class Sweep {
  readonly #context: DeployerContext;

  constructor(context: DeployerContext) {
    this.#context = context;
  }

  /** To be called with the engine just listed. */
  run(): void {
    settleUsage(this.#context);
    this.#forgetEnded();
    this.#context.activities.follow(SWEEP, [
      ...this.#onEngine(),
      { key: 'packages', kind: 'remove-unused', run: () => removeUnusedPackages(this.#context) },
      { key: 'deleted', kind: 'forget', run: () => forgetDeleted(this.#context) },
    ]);
  }

  /** A row is there before its container: what has none is a stray. */
  #onEngine(): Activity[] {
    const { db, engine } = this.#context;
    if (!engine.isListed || engine.downSince !== null) return [];
    const known = new Set(listPresentInstanceIds(db));
    const strays = engine.all().filter(({ instanceId }) => !known.has(instanceId));
    return [
      ...strays.map(({ instanceId }) => this.#stop(instanceId)),
      ...this.#tidy(),
      { key: 'images', kind: 'remove-unused', run: () => removeUnusedImages(this.#context) },
    ];
  }

  #stop(instanceId: string): Activity {
    const { runner, engine, times } = this.#context;
    const run = async () => {
      await runner.stop(instanceId, times.stopGraceMs);
      engine.remove(instanceId);
    };
    return { key: instanceKey(instanceId), kind: 'stop', run };
  }

  /** The files first: those of a row that is gone would be found by nobody. */
  #forgetEnded(): void {
    const { db, dataDir, now } = this.#context;
    db.transaction(() => {
      for (const instanceId of forgetInstances(db, now() - ENDED_KEPT_MS)) {
        const file = instanceLogFile(dataDir, instanceId);
        for (const part of [file, `${file}.1`]) rmSync(part, { force: true });
      }
    });
  }

  #tidy(): Activity[] {
    const { networks } = this.#context.runner;
    if (!networks) return [];
    return [{ key: 'networks', kind: 'tidy', run: () => tidyNetworks(this.#context, networks) }];
  }
}
