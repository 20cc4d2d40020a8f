import { globSync } from 'node:fs';
import path from 'node:path';
import { type Counts, counted, readNodeCounts, single } from '#scripts/test/counts.ts';
import { ROOT, runNode } from '#scripts/test/run-program.ts';

/** The error catalogue, also run by itself: `npm run errors`. */
export const ERROR_TESTS = 'e2e/errors/*.test.ts';

/** A test that hangs fails after this long; the slowest ones deploy real containers. */
const TEST_TIMEOUT_MS = 180_000;

type Surroundings = {
  env: NodeJS.ProcessEnv;
  /** A folder for the runner's report. */
  folder: string;
  signal: AbortSignal;
};

/** Runs the test files of some patterns, in their order, telling about each test as it ends, and counts. */
export async function nodeTests(
  { env, folder, signal }: Surroundings,
  patterns: string[],
  filesAtOnce = 1,
): Promise<Counts> {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
  if (files.length === 0) return single(false); // Without a file, Node would look for tests by itself.
  const report = path.join(folder, 'node.json');
  const args = [
    '--test',
    `--test-timeout=${TEST_TIMEOUT_MS}`,
    `--test-concurrency=${filesAtOnce}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(ROOT, 'scripts', 'test', 'node-reporter.ts')}`,
    `--test-reporter-destination=${report}`,
    ...files,
  ];
  const isGood = await runNode(args, env, signal);
  return counted(readNodeCounts(report), isGood);
}
