// Code as people upload it: real programs, deployed as anybody's are.
import type { World } from '#e2e/world.ts';
import type { PackageView } from '#server/api/views/package-view.ts';
import { zipOf } from '#server/sources/test-archives.ts';

/** Uploads these files, by name, for a service; gives the source of a version that is made of them. */
export async function uploadCode(
  { client, installation }: World,
  serviceId: string,
  files: Record<string, string>,
) {
  const fileName = 'code.zip';
  const zip = zipOf(...Object.entries(files).map(([name, data]) => ({ name, data })));
  const query = new URLSearchParams({ serviceId, fileName, kind: 'zip' });
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const headers = { origin: installation.consoleUrl, cookie };
  const url = `${installation.consoleUrl}/api/uploads?${query}`;
  const answer = await fetch(url, { method: 'POST', body: new Uint8Array(zip), headers });
  const { packageId } = (await answer.json()) as PackageView;
  return { kind: 'package' as const, packageId, fileName };
}
