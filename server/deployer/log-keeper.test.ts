import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogsDb } from '#db/open.ts';
import { sealBlock, writeLines } from '#db/stores/log-lines.ts';
import { writeLogRetention } from '#db/stores/log-retention.ts';
import { listLogServices, readLogBytes } from '#db/stores/log-room.ts';
import { testLine } from '#db/stores/test-log-lines.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { randomText } from '#server/commands/random-text.ts';
import { LogKeeper } from '#server/deployer/log-keeper.ts';

const DAY_MS = 24 * 3600_000;
const NOW = 100 * DAY_MS;

function world(data: TemporaryData) {
  const seal = () => assert.fail('nothing is sealed');
  const ctx = { db: data.db, actor: SYSTEM, now: () => NOW, randomText, seal };
  const environment = createEnvironment(ctx, { alias: 'test', region: 'sh' });
  const service = (name: string) => createService(ctx, { environmentId: environment.id, name, remark: '' });
  return { ctx, service };
}

function keeper({ db, logs, dataDir }: TemporaryData, maxMegabytes = 4_096): LogKeeper {
  const onError = (what: string, error: unknown) => assert.fail(`${what} ${error}`);
  return new LogKeeper({ db, logs, dataDir, maxMegabytes, onError });
}

/** Lines that nothing compresses; the newest from now, one a second. */
function fill(logs: LogsDb, serviceId: string, count: number, newestAt = NOW): void {
  const lines = Array.from({ length: count }, (_, index) =>
    testLine({ serviceId, at: newestAt - (count - index) * 1_000, text: randomText(300) }),
  );
  writeLines(logs, lines);
  while (sealBlock(logs, serviceId));
}

function times(logs: LogsDb, serviceId: string): { first: number; blocks: number; words: number } {
  const one = (sql: string) => Number(logs.$client.prepare(sql).pluck().get(serviceId));
  return {
    first: one('select min(first_at) from log_blocks where service_id = ?'),
    blocks: one('select count(*) from log_blocks where service_id = ?'),
    words: one(
      'select count(*) from log_words where rowid in (select id from log_blocks where service_id = ?)',
    ),
  };
}

test('what is older than a service keeps its lines goes, block by block', async () => {
  using data = temporaryData();
  const { service } = world(data);
  const [short, long] = [service('short'), service('long')];
  writeLogRetention(data.db, short.id, { days: 1, megabytes: 256 });
  for (const { id } of [short, long]) {
    fill(data.logs, id, 440, NOW - 2 * DAY_MS);
    fill(data.logs, id, 440);
  }
  const { blocks } = times(data.logs, long.id);
  await keeper(data).keep(NOW);
  // The block that has lines of both times stays with the younger ones.
  assert.equal(times(data.logs, short.id).blocks, blocks / 2);
  assert.equal(times(data.logs, long.id).blocks, blocks);
});

test('what is too much of a service goes, the oldest first, and its index with it', async () => {
  using data = temporaryData();
  const { service } = world(data);
  const { id } = service('full');
  const other = service('other').id;
  fill(data.logs, id, 2_700);
  fill(data.logs, other, 300);
  const { blocks } = times(data.logs, id);
  // Less than may be set, so that a test has not to write so much.
  writeLogRetention(data.db, id, { days: 7, megabytes: 1 });
  await keeper(data).keep(NOW);
  const left = times(data.logs, id);
  assert.ok(readLogBytes(data.logs, id) <= 1024 * 1024);
  assert.ok(left.blocks > 0 && left.blocks < blocks);
  assert.equal(left.words, left.blocks);
  assert.equal(times(data.logs, other).blocks, 1);
});

test('of all services together the oldest lines go, and the file gets smaller', async () => {
  using data = temporaryData();
  const { service } = world(data);
  const [old, fresh] = [service('old'), service('fresh')];
  fill(data.logs, old.id, 1_400, NOW - DAY_MS);
  fill(data.logs, fresh.id, 1_400);
  const pages = () => Number(data.logs.$client.pragma('page_count', { simple: true }));
  const before = pages();
  const stored = times(data.logs, old.id).blocks;
  await keeper(data, 1).keep(NOW);
  assert.ok(times(data.logs, old.id).blocks < stored);
  assert.ok(times(data.logs, fresh.id).blocks > times(data.logs, old.id).blocks);
  assert.ok(pages() < before);
});

test('of a deleted service nothing is kept', async () => {
  using data = temporaryData();
  const { ctx, service } = world(data);
  const gone = service('gone');
  fill(data.logs, gone.id, 300);
  deleteService(ctx, gone, { mode: 'whole', name: gone.name });
  await keeper(data).keep(NOW);
  assert.deepEqual(listLogServices(data.logs), []);
  assert.equal(times(data.logs, gone.id).blocks, 0);
});
