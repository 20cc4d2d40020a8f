import { listImagesInUse } from '#db/stores/snapshot-images.ts';
import type { DeployerContext } from '#server/deployer/context.ts';

/**
 * Removes images that we built and nothing can lead to any more: no instance, no running deployment, and no snapshot of
 * 版本历史. Nothing else is ever removed. While something is built it waits for the next sweep: what is being made is
 * in no row yet.
 */
export async function removeUnusedImages({ db, runner, builds }: DeployerContext): Promise<void> {
  if (!builds.isIdle) return;
  for (const image of await runner.listBuilt()) {
    if (!builds.isIdle) return;
    if (!listImagesInUse(db).has(image)) await runner.removeBuilt(image);
  }
}
