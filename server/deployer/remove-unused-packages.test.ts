import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { listPackageIds } from '#db/stores/packages.ts';
import { updateVersion } from '#db/stores/versions.ts';
import { registerPackage } from '#server/commands/register-package.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { packageFolder, uploadsFolder } from '#server/sources/package-folder.ts';

const TWO_DAYS_MS = 2 * 24 * 3600_000;

/** Files of uploaded code as old as the clock says; a row for it, unless its process died before. */
function upload(on: TestDeployer, id: string, isRegistered = true): void {
  const folder = packageFolder(on.dataDir, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"main":"none.js"}');
  utimesSync(folder, on.now() / 1000, on.now() / 1000);
  const uploaded = { id, fileName: 'a.zip', kind: 'zip', sizeBytes: 2, fileCount: 1 } as const;
  if (isRegistered) registerPackage(on.ctx, on.service, uploaded);
}

test('uploaded code goes after a day, unless a version names it', async () => {
  await using on = new TestDeployer({ resyncMs: 50 });
  const left = () => readdirSync(path.join(on.dataDir, 'packages')).sort();
  upload(on, 'pkg-used');
  const { versionId } = on.deploy({}, { source: { kind: 'package', packageId: 'pkg-used' } });
  upload(on, 'pkg-unused');
  upload(on, 'pkg-stray', false);
  mkdirSync(path.join(uploadsFolder(on.dataDir), 'pkg-broken'), { recursive: true });
  assert.deepEqual(left(), ['pkg-stray', 'pkg-unused', 'pkg-used']);

  on.clockAheadMs = TWO_DAYS_MS;
  upload(on, 'pkg-new');
  upload(on, 'pkg-underway', false);
  await on.until('the old ones have gone', () => left().length === 3);
  assert.deepEqual(left(), ['pkg-new', 'pkg-underway', 'pkg-used']);
  assert.deepEqual(listPackageIds(on.db).sort(), ['pkg-new', 'pkg-used']);
  await on.until('so has the broken upload', () => readdirSync(uploadsFolder(on.dataDir)).length === 0);

  updateVersion(on.db, versionId, { deletedAt: on.now() });
  await on.until('the code of a deleted version has gone', () => !left().includes('pkg-used'));
});
