import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { leaveCheckpoints, type MetricsDb, metricsFile, openMetricsDb } from '#db/open.ts';
import { temporaryData } from '#db/temporary.ts';

const MB = 1024 * 1024;

test('who leaves checkpoints to others never waits for the disk; the next commit of another does it', () => {
  using data = temporaryData();
  const gateway = openMetricsDb(metricsFile(data.dataDir));
  leaveCheckpoints(gateway);
  const log = `${metricsFile(data.dataDir)}-wal`;
  commit(gateway, 12);
  assert.ok(statSync(log).size > 12 * MB, 'all commits are still in the log');
  commit(data.metrics, 1);
  const sizeAfter = statSync(log).size;
  commit(gateway, 1);
  assert.equal(statSync(log).size, sizeAfter, 'the log begins anew, since all of it is in the file');
  gateway.$client.close();
});

/** Each in a transaction of its own. */
function commit({ $client }: MetricsDb, megabytes: number): void {
  const missed = $client.prepare(
    'insert or replace into request_log_missed (service_id, at, missed) values (?, ?, 1)',
  );
  for (let index = 0; index < megabytes; index += 1) missed.run('x'.repeat(MB), index);
}
