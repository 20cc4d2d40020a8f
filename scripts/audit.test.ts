import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { appendEvent } from '#db/stores/events.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';

const SCRIPT = path.join(import.meta.dirname, 'audit.ts');

function run({ dataDir }: TemporaryData, ...args: string[]): { status: number | null; said: string } {
  const env = { ...process.env, DATA_DIR: dataDir, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

function withEvents(count: number): TemporaryData {
  const data = temporaryData();
  for (let at = 1; at <= count; at++) {
    appendEvent(data.db, { at, actorId: 'u1', actorName: 'Lin', kind: 'service.created', after: { at } });
  }
  return data;
}

test('a whole chain is counted and its head told; a change behind the triggers is found by its row', () => {
  using data = withEvents(4);
  const before = run(data, 'verify');
  assert.equal(before.status, 0, before.said);
  assert.match(before.said, /events in the chain: 4\n[\s\S]*head: [0-9a-f]{64}\nwhole/);
  data.db.$client.exec(`drop trigger events_are_not_changed;
    update events set after = replace(after, '3', '7') where id = 3`);
  const { status, said } = run(data, 'verify');
  assert.equal(status, 1);
  assert.match(said, /last whole event: 2\n[\s\S]*BROKEN: event 3 says something else/);
});

test('events cut off at the end are missed by the head that was noted', () => {
  using data = withEvents(4);
  const head = /head: (\w+)/.exec(run(data, 'verify').said)?.[1] ?? '';
  assert.equal(run(data, 'verify', '--head', head).status, 0);
  data.db.$client.exec(`drop trigger events_go_by_retention; delete from events where id = 4;
    update sqlite_sequence set seq = 3 where name = 'events'`);
  assert.equal(run(data, 'verify').status, 0, 'the rest alone looks whole');
  const { status, said } = run(data, 'verify', '--head', head);
  assert.equal(status, 1);
  assert.match(said, /BROKEN: the head \w+ is not in the chain/);
  assert.match(run(data).said, /^usage:/);
});
