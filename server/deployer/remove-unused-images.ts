import { listImagesInUse } from '#db/stores/snapshot-images.ts';
import type { DeployerContext } from '#server/deployer/context.ts';

const PARTS_KEPT_MS = 24 * 3600_000;

/**
 * Removes images that we built and nothing can lead to any more: no instance, no running deployment, and no snapshot of
 * 版本历史. Nothing else is ever removed. While something is built it waits for the next sweep: what is being made is
 * in no row yet. What builds left on the way stays for a day: who mends a failed build goes on from there.
 */
export async function removeUnusedImages({ db, runner, builds, now }: DeployerContext): Promise<void> {
  if (!builds.isIdle) return;
  for (const image of await runner.listBuilt()) {
    if (!builds.isIdle) return;
    if (!listImagesInUse(db).has(image)) await runner.removeBuilt(image);
  }
  if (builds.isIdle) await runner.removeParts(now() - PARTS_KEPT_MS);
}
