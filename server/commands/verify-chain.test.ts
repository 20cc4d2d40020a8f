import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendEvent } from '#db/stores/events.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { verifyChain } from '#server/commands/verify-chain.ts';
import type { ChainReport } from '#server/domain/audit-report.ts';

function verify({ db }: TemporaryData): ChainReport {
  const steps = verifyChain(db);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function withEvents(count: number): TemporaryData {
  const data = temporaryData();
  data.db.$client.transaction(() => {
    for (let id = 1; id <= count; id++) {
      appendEvent(data.db, { at: id, actorId: 'u1', actorName: 'Lin', kind: 'k', after: { id } });
    }
  })();
  return data;
}

function tamper({ db }: TemporaryData, sql: string): void {
  for (const name of ['events_are_not_changed', 'events_go_by_retention', 'events_are_chained']) {
    db.$client.exec(`drop trigger ${name}`);
  }
  db.$client.exec(sql);
}

const FAULTS = [
  ["update events set actor_name = 'Nobody' where id = 3", 3, 'hash'],
  ['update events set after = \'{ "id":3}\' where id = 3', 3, 'hash'],
  ['update events set environment_id = 1, service_id = null where id = 3', 3, 'hash'],
  ['delete from events where id = 3', 4, 'gap'],
  ['delete from events where id <= 2', 3, 'gap'],
  ['delete from events where id = 5', 4, 'end'],
  ['delete from events where id = 3; update events set id = id - 1 where id > 3', 3, 'link'],
  ["update events set previous_hash = '', hash = '' where id = 3", 3, 'unchained'],
  ["update events set previous_hash = '', hash = '' where id = 1", 2, 'link'],
  [
    `delete from events where id <= 2; insert into installation_settings
      select 'auditPruned', json_object('throughId', 2, 'hash', previous_hash), 1, 'x' from events where id = 3`,
    2,
    'pruned',
  ],
] as const;

for (const [sql, id, kind] of FAULTS) {
  test(`found at row ${id}: ${sql.slice(0, 70)}`, () => {
    using data = withEvents(5);
    tamper(data, sql);
    assert.deepEqual(verify(data).fault, { id, kind });
  });
}

test('events from before the chain are counted apart, and do not break it', () => {
  using data = temporaryData();
  const { $client } = data.db;
  $client.exec(`create table kept as select sql from sqlite_master where name = 'events_are_chained';
    drop trigger events_are_chained;
    insert into events (at, actor_id, actor_name, kind) values (1, 'u', 'u', 'k'), (2, 'u', 'u', 'k')`);
  $client.exec(String($client.prepare('select sql from kept').pluck().get()));
  appendEvent(data.db, { at: 3, actorId: 'u', actorName: 'u', kind: 'k' });
  const { unchained, count, fault } = verify(data);
  assert.deepEqual({ unchained, count, fault }, { unchained: 2, count: 1, fault: null });
});

test('it is walked in steps of some hundred events, between which others have their turn', () => {
  using data = withEvents(2_300);
  assert.equal([...verifyChain(data.db)].length, 4);
});
