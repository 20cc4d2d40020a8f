import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { extract } from 'tar-stream';
import { type TarFile, tarOf } from '#components/versions/spec-form/tar.ts';

async function read(archive: Blob): Promise<Record<string, { text: string; mtime: number; mode: number }>> {
  const files: Record<string, { text: string; mtime: number; mode: number }> = {};
  const reader = Readable.from(Buffer.from(await archive.arrayBuffer())).pipe(extract());
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, mtime, mode } = entry.header;
    const text = Buffer.concat(chunks).toString();
    files[name] = { text, mtime: mtime?.getTime() ?? 0, mode: mode ?? 0 };
  }
  return files;
}

function file(path: string, text: string): TarFile {
  return { path, content: new Blob([text]), modifiedAt: 1_700_000_000_000 };
}

test('what goes in comes out: empty, of one block, and larger', async () => {
  const texts = { 'shop/empty': '', 'shop/block': 'x'.repeat(512), 'shop/src/large.js': 'y'.repeat(70_001) };
  const files = await read(tarOf(Object.entries(texts).map(([path, text]) => file(path, text))));
  assert.deepEqual(Object.fromEntries(Object.entries(files).map(([path, { text }]) => [path, text])), texts);
  assert.equal(files['shop/empty']?.mtime, 1_700_000_000_000);
  assert.equal((files['shop/empty']?.mode ?? 0) & 0o111, 0o111);
});

test('names that are long or not Latin stay whole', async () => {
  const paths = [
    '店铺/首页.html',
    `a/${'b'.repeat(150)}/c.txt`,
    `${'d'.repeat(99)}e`,
    `${'文'.repeat(33)}.js`,
  ];
  const files = await read(tarOf(paths.map((path) => file(path, path))));
  assert.deepEqual(Object.keys(files).sort(), [...paths].sort());
  for (const path of paths) assert.equal(files[path]?.text, path);
});

test('a path of any length around a change of digits keeps its record in order', async () => {
  const paths = Array.from({ length: 40 }, (_, index) => `é${'x'.repeat(75 + index)}`);
  assert.deepEqual(Object.keys(await read(tarOf(paths.map((path) => file(path, ''))))), paths);
});

test('an archive of nothing is an archive', async () => assert.deepEqual(await read(tarOf([])), {}));
