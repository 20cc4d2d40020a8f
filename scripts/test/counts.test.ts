import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  addUp,
  isGood,
  NOTHING,
  readNodeCounts,
  readPlaywrightCounts,
  summaryLine,
} from '#scripts/test/counts.ts';

const REPORTER = path.join(import.meta.dirname, 'node-reporter.ts');

test('the last line has the skipped only where there are any', () => {
  assert.equal(summaryLine({ passed: 3, failed: 1, skipped: [] }), '3 passed, 1 failed');
  const skipped = [{ name: 'a', reason: 'b' }];
  assert.equal(
    summaryLine(
      addUp([
        { ...NOTHING, passed: 3 },
        { ...NOTHING, skipped },
      ]),
    ),
    '3 passed, 0 failed, 1 skipped',
  );
});

test('a run without a test is not good, nor is one with a failure', () => {
  assert.equal(isGood(NOTHING), false);
  assert.equal(isGood({ ...NOTHING, passed: 9, failed: 1 }), false);
  assert.equal(isGood({ ...NOTHING, passed: 1 }), true);
});

test('each test of Node counts once: in suites, skipped, failed, and where a hook fails', async (t) => {
  const counts = await countsOf(
    t,
    `import { before, describe, test } from 'node:test';
     describe('suite', () => { test('one', () => {}); test('two', () => { throw new Error('no'); }); });
     test('three', { skip: 'no engine' }, () => {});
     test('four', () => {});
     describe('hooked', () => { before(() => { throw new Error('hook'); }); test('five', () => {}); });`,
  );
  assert.equal(counts?.passed, 2);
  assert.ok(counts.failed >= 2, 'the failed test, and the hook with what it took along');
  assert.deepEqual(counts.skipped, [{ name: 'three', reason: 'no engine' }]);
});

test('a file that cannot even be loaded is a failure', async (t) => {
  const counts = await countsOf(t, 'throw new Error("no");');
  assert.equal(counts?.failed, 1);
});

test('what Playwright reports is counted through all its suites', (t) => {
  const file = path.join(folder(t), 'report.json');
  const ran = (status: string, description?: string) => ({
    title: status,
    tests: [{ status, annotations: description ? [{ type: 'skip', description }] : [] }],
  });
  const suites = [
    {
      specs: [ran('expected'), ran('flaky')],
      suites: [{ specs: [ran('unexpected'), ran('skipped', 'no engine')] }],
    },
  ];
  writeFileSync(file, JSON.stringify({ suites, errors: [{ message: 'a file could not be loaded' }] }));
  assert.deepEqual(readPlaywrightCounts(file), {
    passed: 1,
    failed: 3,
    skipped: [{ name: 'skipped', reason: 'no engine' }],
  });
});

test('a runner that died has no counts', () => {
  assert.equal(readPlaywrightCounts('/nowhere/report.json'), undefined);
  assert.equal(readNodeCounts('/nowhere/report.json'), undefined);
});

async function countsOf(t: TestContext, source: string) {
  const dir = folder(t);
  const [file, report] = [path.join(dir, 'a.test.mjs'), path.join(dir, 'report.json')];
  writeFileSync(file, source);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ['--test', `--test-reporter=${REPORTER}`, `--test-reporter-destination=${report}`, file];
  const child = spawn(process.execPath, args, { env: { ...env, NODE_ENV: 'test' }, stdio: 'ignore' });
  await once(child, 'exit');
  return readNodeCounts(report);
}

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'berth-counts-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}
