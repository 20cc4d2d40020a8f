import type { Package } from '#db/stores/packages.ts';
import { type CodeFacts, describeCode } from '#server/sources/describe-code.ts';
import { packageFolder } from '#server/sources/package-folder.ts';

/** 本地代码 that was uploaded, as the form tells it: its size unpacked, and what its root holds. */
export type PackageView = CodeFacts & {
  packageId: string;
  fileName: string;
  kind: Package['kind'];
  sizeBytes: number;
  fileCount: number;
};

export async function viewOfPackage(
  dataDir: string,
  {
    id,
    fileName,
    kind,
    sizeBytes,
    fileCount,
  }: Omit<PackageView, 'packageId' | keyof CodeFacts> & { id: string },
): Promise<PackageView> {
  const facts = await describeCode(packageFolder(dataDir, id));
  return { packageId: id, fileName, kind, sizeBytes, fileCount, ...facts };
}
