import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { appendEvent } from '#db/stores/events.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let tester: TestCaller;
const own = { actorId: 'u1', actorName: 'Lin', kind: 'service.changed' };
let mine = '';
let foreign = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
  ({ id: mine } = await owner.api.environments.create({ alias: 'mine', region: 'sh' }));
  ({ id: foreign } = await owner.api.environments.create({ alias: 'foreign', region: 'sh' }));
  tester = await signedIn(data.db, 'tester', mine);
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** The nth newest event there is. */
function lastId(): number {
  return data.db.$client.prepare('select max(id) from events').pluck().get() as number;
}

test('everybody sees the events of what they may see, and only owners those of the whole installation', async () => {
  const ids = [mine, foreign, null].map((environmentId) => {
    appendEvent(data.db, { ...own, at: 1, environmentId, address: 'visible-test' });
    return lastId();
  });
  const seen = async ({ api }: TestCaller) =>
    (await api.audit.list({ text: 'visible-test' })).items.map(({ id }) => id);
  assert.deepEqual(await seen(owner), ids.toReversed());
  assert.deepEqual(await seen(tester), [ids[0]]);
  await assert.rejects(tester.api.audit.get({ eventId: ids[1] ?? 0 }), /not_found/);
  await assert.rejects(tester.api.audit.get({ eventId: 99_999 }), /not_found/);
  assert.equal((await tester.api.audit.get({ eventId: ids[0] ?? 0 })).address, 'visible-test');
  assert.deepEqual(
    (await tester.api.audit.list({ environmentId: foreign })).items.map(({ id }) => id),
    [],
  );
  await assert.rejects(tester.api.audit.chain(), /not_found/);
});

test('pages of fifty lead from one to the next, and what is newer is counted', async () => {
  const first = lastId();
  for (let at = 1; at <= 120; at++)
    appendEvent(data.db, { ...own, at, actorId: 'pager', environmentId: mine });
  const ids: number[] = [];
  let cursor: number | null | undefined;
  do {
    const page = await tester.api.audit.list({ actorId: 'pager', cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  assert.deepEqual(
    ids,
    Array.from({ length: 120 }, (_, i) => first + 120 - i),
  );
  assert.deepEqual(await tester.api.audit.newer({ actorId: 'pager', afterId: first + 118 }), {
    count: 2,
    hasMore: false,
  });
  assert.deepEqual(await tester.api.audit.newer({ actorId: 'pager', afterId: first }), {
    count: 99,
    hasMore: true,
  });
});

test('the log is narrowed by time, person, kind, outcome, place and text', async () => {
  const at = 5_000_000;
  appendEvent(data.db, { ...own, at, kind: 'traffic.set', actorId: 'narrow', after: { note: 'Blue_Moon' } });
  appendEvent(data.db, {
    ...own,
    at: at + 9,
    kind: 'traffic.rollBack',
    actorId: 'narrow',
    outcome: 'refused',
  });
  appendEvent(data.db, { ...own, at: at + 20, kind: 'token.created', actorId: 'narrow', requestId: 'r-77' });
  const kinds = async (filter: object) =>
    (await owner.api.audit.list({ actorId: 'narrow', ...filter })).items.map(({ kind }) => kind);
  assert.deepEqual(await kinds({}), ['token.created', 'traffic.rollBack', 'traffic.set']);
  assert.deepEqual(await kinds({ from: at + 1, to: at + 10 }), ['traffic.rollBack']);
  assert.deepEqual(await kinds({ group: 'traffic' }), ['traffic.rollBack', 'traffic.set']);
  assert.deepEqual(await kinds({ outcome: 'refused' }), ['traffic.rollBack']);
  assert.deepEqual(await kinds({ text: 'blue_moon' }), ['traffic.set']);
  assert.deepEqual(await kinds({ text: 'R-77' }), ['token.created']);
  assert.deepEqual(await kinds({ environmentId: mine }), []);
});

test('owners see whether the chain is whole, and set how long it is kept', async () => {
  const { end, fault, count } = await owner.api.audit.verify();
  assert.equal(fault, null);
  assert.deepEqual([end.id, count], [lastId(), lastId()]);
  await owner.api.audit.setRetention({ days: 90 });
  assert.deepEqual(await owner.api.audit.retention(), { days: 90 });
  await assert.rejects(owner.api.audit.setRetention({ days: 29 }), /BAD_REQUEST|audit_days_invalid|input/);
  const { items } = await owner.api.audit.list({ group: 'audit', outcome: 'done' });
  const event = await owner.api.audit.get({ eventId: items[0]?.id ?? 0 });
  assert.deepEqual([event.before, event.after], [{ days: 365 }, { days: 90 }]);
});

test('what an event was done to is called by its name as long as it is there', async () => {
  const grants = [{ environmentId: mine, role: 'tester' as const }];
  const { linkId } = await owner.api.invitations.create({ email: 'wang@example.com', grants });
  const named = async (target: string) => {
    appendEvent(data.db, { ...own, at: 1, environmentId: mine, target });
    return (await owner.api.audit.list({})).items[0]?.targetName;
  };
  const { id = '' } = (await owner.api.session.me())?.user ?? {};
  assert.equal(await named(`member:${id}`), 'owner');
  assert.equal(await named(`link:${linkId}`), 'wang@example.com');
  assert.equal(await named('token:gone'), null);
  assert.equal(await named('session:s1'), null);
});
