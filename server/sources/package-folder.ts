import path from 'node:path';

/** Ids that {@link packageFolder} takes; others could lead elsewhere. */
const PACKAGE_ID = /^pkg-[a-z0-9]+$/;

/** Where the files of a package are, once it is there whole. */
export function packageFolder(dataDir: string, packageId: string): string {
  if (!PACKAGE_ID.test(packageId)) throw new Error(`not the id of a package: ${JSON.stringify(packageId)}`);
  return path.join(packagesFolder(dataDir), packageId);
}

export function packagesFolder(dataDir: string): string {
  return path.join(dataDir, 'packages');
}

/** Where uploads are until they are whole; on the same file system, so that one rename makes them packages. */
export function uploadsFolder(dataDir: string): string {
  return path.join(dataDir, 'uploads');
}
