import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import fc from 'fast-check';
import { hashOfEvent, readChain } from '#db/stores/event-chain.ts';
import { appendEvent } from '#db/stores/events.ts';
import { writeSetting } from '#db/stores/installation-settings.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';

const EVENT = { at: 1, actorId: 'u1', actorName: 'Lin', kind: 'service.created' } as const;
const BY = { at: 1, by: 'system' };

/** The first row whose hash or link does not fit; undefined where all do. */
function firstBreak({ db }: TemporaryData): number | undefined {
  let previous = '';
  for (const row of readChain(db, 0, 100_000)) {
    if (row.previousHash !== previous || row.hash !== hashOfEvent(row)) return row.id;
    previous = row.hash;
  }
  return undefined;
}

test('each event follows the one before it, whatever it holds', () => {
  using data = temporaryData();
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  fc.assert(
    fc.property(text, fc.jsonValue(), fc.dictionary(text, fc.jsonValue()), (name, before, after) => {
      appendEvent(data.db, { ...EVENT, actorName: name, address: name, before, after });
    }),
    { numRuns: 300 },
  );
  appendEvent(data.db, { ...EVENT, actorName: 'half \ud83d', after: { 'a\ud83d': '\ud83d', 10: 1, 9: 2 } });
  assert.equal(readChain(data.db, 0, 1000).length, 301);
  assert.equal(firstBreak(data), undefined);
});

test('an event taken back with its transaction leaves no gap', () => {
  using data = temporaryData();
  appendEvent(data.db, EVENT);
  assert.throws(() =>
    data.db.transaction(
      () => {
        appendEvent(data.db, EVENT);
        throw new Error('no');
      },
      { behavior: 'immediate' },
    ),
  );
  appendEvent(data.db, { ...EVENT, at: 0 });
  assert.deepEqual(
    readChain(data.db, 0, 9).map(({ id }) => id),
    [1, 2],
  );
  assert.equal(firstBreak(data), undefined);
});

test('three processes that write at once make one chain', async () => {
  using data = temporaryData();
  const code = `
    import { openDb, berthFile } from '#db/open.ts';
    import { appendEvent } from '#db/stores/events.ts';
    const db = openDb(berthFile(process.env.DATA_DIR), 'NORMAL');
    for (let i = 0; i < 60; i++) {
      appendEvent(db, { at: Date.now(), actorId: String(process.pid), actorName: 'p', kind: 'k', after: { i } });
    }`;
  const writers = Array.from({ length: 3 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DATA_DIR: data.dataDir },
    }),
  );
  const ends = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  assert.deepEqual(ends, [
    [0, null],
    [0, null],
    [0, null],
  ]);
  assert.equal(readChain(data.db, 0, 1000).length, 180);
  assert.equal(firstBreak(data), undefined);
});

test('SQL can neither change an event, nor take one out, nor put one in', () => {
  using data = temporaryData();
  for (let i = 0; i < 3; i++) appendEvent(data.db, EVENT);
  const { $client } = data.db;
  const [last] = readChain(data.db, 2, 1);
  const refused = [
    "update events set actor_name = 'Nobody'",
    'delete from events where id = 2',
    'delete from events',
    "insert into events (at, actor_id, actor_name, kind) values (1, 'u', 'u', 'k')",
    `insert into events (id, at, actor_id, actor_name, kind, previous_hash, hash)
      values (4, 1, 'u', 'u', 'k', '${'0'.repeat(64)}', '${'1'.repeat(64)}')`,
    `insert or replace into events (id, at, actor_id, actor_name, kind, previous_hash, hash)
      values (2, 1, 'u', 'u', 'k', '${last?.hash}', '${'1'.repeat(64)}')`,
  ];
  for (const sql of refused) assert.throws(() => $client.exec(sql), /append-only|has to follow/, sql);
  assert.equal(firstBreak(data), undefined);
});

test('only what retention has let go may be deleted, and never less of it afterwards', () => {
  using data = temporaryData();
  for (let i = 0; i < 5; i++) appendEvent(data.db, EVENT);
  const hash = readChain(data.db, 2, 1)[0]?.hash ?? '';
  writeSetting(data.db, 'auditPruned', { throughId: 3, hash }, BY);
  const { $client } = data.db;
  assert.throws(() => $client.exec('delete from events where id <= 4'), /append-only/);
  assert.equal($client.prepare('delete from events where id <= 3').run().changes, 3);
  assert.throws(() => writeSetting(data.db, 'auditPruned', { throughId: 2, hash }, BY), /stays gone/);
  appendEvent(data.db, EVENT);
  assert.deepEqual(
    readChain(data.db, 0, 9).map(({ id }) => id),
    [4, 5, 6],
  );
});

test('the chain goes on from the mark where every row is gone', () => {
  using data = temporaryData();
  appendEvent(data.db, EVENT);
  const hash = readChain(data.db, 0, 1)[0]?.hash ?? '';
  writeSetting(data.db, 'auditPruned', { throughId: 1, hash }, BY);
  data.db.$client.exec('delete from events');
  appendEvent(data.db, EVENT);
  const [row] = readChain(data.db, 0, 9);
  assert.equal(row?.id, 2);
  assert.equal(row?.previousHash, hash);
});
