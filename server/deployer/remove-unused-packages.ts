import { forgetUnusedPackages, listPackageIds } from '#db/stores/packages.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { removeStrays } from '#server/sources/remove-strays.ts';

/** As long as somebody may be filling in the form that the code was uploaded for. */
const KEPT_MS = 24 * 3600_000;

/** Takes away uploaded code that no version names: first its rows, so that nobody can name it any more, then its files. */
export async function removeUnusedPackages({ db, dataDir, now }: DeployerContext): Promise<void> {
  const before = now() - KEPT_MS;
  forgetUnusedPackages(db, before);
  await removeStrays(dataDir, new Set(listPackageIds(db)), before);
}
