// `npm run errors`: every entry of the error catalogue on a real engine, by itself. The last line is one JSON object;
// the exit code is not 0 where an entry was not reproduced.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ENTRIES } from '#e2e/errors/catalogue.ts';
import { ERROR_TESTS, nodeTests } from '#scripts/test/node-tests.ts';
import { withEngine } from '#scripts/with-engine.ts';
import { stopSignals } from '#server/supervisor/stop-signals.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'berth-errors-'));
const stop = new AbortController();
using signals = stopSignals();
signals.first.then(() => stop.abort());
signals.second.then(() => process.exit(130));
try {
  await withEngine('docker', async (engine) => {
    const { signal } = stop;
    const { passed, failed } = await nodeTests({ env: { ...process.env, ...engine }, folder, signal }, [
      ERROR_TESTS,
    ]);
    const result = { entries: ENTRIES.length, reproduced: passed };
    process.exitCode = failed === 0 && result.entries === result.reproduced ? 0 : 1;
    console.log(JSON.stringify(result));
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
