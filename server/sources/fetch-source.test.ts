import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { type CodeSource, fetchSource } from './fetch-source.ts';
import { TestRepository } from './test-repository.ts';

const BUILD = { dockerfile: 'Dockerfile', directory: '/' };

function folderOf(context: TestContext): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-source-'));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

function fetch(context: TestContext, dataDir: string, source: CodeSource, tell = (_line: string) => {}) {
  const order = { source, dataDir, into: path.join(dataDir, 'work'), token: null };
  return fetchSource(order, tell, context.signal);
}

test("a package's files are used where they are", async (context) => {
  const dataDir = folderOf(context);
  const folder = path.join(dataDir, 'packages', 'pkg-1');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch');
  const source = { kind: 'package', packageId: 'pkg-1', fileName: 'a.zip', ...BUILD } as const;
  assert.deepEqual(await fetch(context, dataDir, source), { folder, commit: null });
  assert.deepEqual(readdirSync(dataDir), ['packages']);
});

test('a package that is gone, or never was one, is told so', async (context) => {
  const dataDir = folderOf(context);
  for (const packageId of ['pkg-gone', '../keys', '']) {
    const source = { kind: 'package', packageId, fileName: 'a.zip', ...BUILD } as const;
    await assert.rejects(fetch(context, dataDir, source), {
      code: 'source_fetch_fail',
      params: { reason: 'package_missing' },
    });
  }
});

test('a repository comes into the folder that was asked for', async (context) => {
  using repository = new TestRepository();
  const dataDir = folderOf(context);
  const source = {
    kind: 'repository',
    url: repository.folder,
    branch: 'main',
    asOf: null,
    token: null,
    ...BUILD,
  } as const;
  const lines: string[] = [];
  const { folder, commit } = await fetch(context, dataDir, source, (line) => lines.push(line));
  assert.ok(lines.length > 0 && !lines.join('\n').includes(dataDir), lines.join('\n'));
  assert.deepEqual([folder, commit], [path.join(dataDir, 'work'), repository.git('rev-parse', 'HEAD')]);
  assert.deepEqual(readdirSync(folder), ['package.json']);
});
