import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { sampleZip } from '#server/api/sample-code.ts';
import { CODE_SAMPLES } from '#server/domain/sample-code.ts';
import { receivePackage } from '#server/sources/receive-package.ts';

for (const sample of CODE_SAMPLES) {
  test(`the zip of the sample ${sample} is taken back by the upload, every file as it was`, async (t) => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-sample-'));
    t.after(() => rmSync(dataDir, { recursive: true }));
    const zip = sampleZip(sample);
    assert.ok(zip);
    const upload = { dataDir, packageId: 'pkg-1', kind: 'zip', body: Readable.from([zip]) } as const;
    const { folder } = await receivePackage(upload, new AbortController().signal);
    const own = path.join('sample', sample);
    assert.deepEqual(readdirSync(folder).toSorted(), readdirSync(own).toSorted());
    for (const name of readdirSync(own)) {
      assert.deepEqual(readFileSync(path.join(folder, name)), readFileSync(path.join(own, name)), name);
    }
  });
}

test('nothing but the samples is zipped', () => {
  for (const name of ['', '..', 'node/..', '../server', 'Node']) assert.equal(sampleZip(name), null);
});
