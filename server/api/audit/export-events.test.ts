import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { appendEvent } from '#db/stores/events.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let exportEvents: typeof import('#server/api/audit/export-events.ts').exportEvents;
let owner: TestCaller;
let tester: TestCaller;
let environmentId = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  ({ exportEvents } = await import('#server/api/audit/export-events.ts'));
  owner = await signedIn(data.db, 'owner');
  ({ id: environmentId } = await owner.api.environments.create({ alias: 'audit', region: 'sh' }));
  tester = await signedIn(data.db, 'tester', environmentId);
  const event = { actorId: 'u1', actorName: '=cmd()', kind: 'service.changed', environmentId };
  for (let at = 1; at <= 450; at++) {
    appendEvent(data.db, {
      ...event,
      at,
      after: { '10': at, '9': '中文 "quoted"\n', nested: { b: 1, a: null } },
    });
  }
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

function ask(query: string, cookie = owner.cookie): Promise<Response> {
  return exportEvents(new Request(`http://console.test/api/audit-export?${query}`, { headers: { cookie } }));
}

/** RFC 8785 in the simplest way: written apart from ours, as another program would. */
function jcs(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  const record = value as Record<string, unknown>;
  return `{${Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${jcs(record[key])}`)
    .join(',')}}`;
}

test('another program can verify the JSON export by SHA-256 and RFC 8785 alone', async () => {
  const response = await ask('format=jsonl');
  assert.equal(response.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
  const lines = (await response.text()).trimEnd().split('\n');
  assert.equal(lines.length, 451);
  let previous = '';
  for (const line of lines) {
    const { hash, ...event } = JSON.parse(line);
    assert.equal(event.previousHash, previous);
    assert.equal(createHash('sha256').update(jcs(event)).digest('hex'), hash);
    previous = hash;
  }
});

test('the CSV export has a byte order mark, and no formula', async () => {
  const response = await ask(`format=csv&environmentId=${environmentId}&to=3`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.match(
    response.headers.get('content-disposition') ?? '',
    /^attachment; filename="audit-\d{8}-\d{4}\.csv"$/,
  );
  const text = new TextDecoder().decode(bytes);
  assert.equal(text.split('\r\n').length, 5);
  assert.ok(text.includes(`"'=cmd()"`) && !text.includes(`"=cmd`));
});

test('an export is an event of its own, with what was asked for', async () => {
  await (await ask('format=csv&actorId=u1')).text();
  const { items } = await owner.api.audit.list({ group: 'audit' });
  const event = await owner.api.audit.get({ eventId: items[0]?.id ?? 0 });
  assert.equal(event.kind, 'audit.exported');
  assert.deepEqual(event.after, { filter: { actorId: 'u1' }, format: 'csv' });
});

test('only owners export, and a wrong format is refused', async () => {
  assert.equal((await ask('format=csv', tester.cookie)).status, 404);
  assert.equal((await ask('format=csv', '')).status, 401);
  assert.equal((await ask('format=xlsx')).status, 400);
  const { items } = await owner.api.audit.list({ text: 'audit.export', outcome: 'refused' });
  assert.equal(items.length, 3);
});

test('an export of somebody whose right was taken away breaks off', async () => {
  const other = await signedIn(data.db, 'ops');
  const { command } = other;
  data.db.$client.prepare("update grants set role = 'owner' where user_id = ?").run(command.actor.id);
  const response = await ask('format=jsonl', other.cookie);
  data.db.$client.prepare('delete from grants where user_id = ?').run(command.actor.id);
  await assert.rejects(response.text());
});
