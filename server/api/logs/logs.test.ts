import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sealBlock, writeLines } from '#db/stores/log-lines.ts';
import { testLine } from '#db/stores/test-log-lines.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { refusedWith } from '#server/api/test-refusal.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let exported: typeof import('#server/api/logs/export-logs.ts');
let owner: TestCaller;
let tester: TestCaller;
let stranger: TestCaller;
let serviceId = '';
const AT = Date.now() - 60_000;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  exported = await import('#server/api/logs/export-logs.ts');
  owner = await signedIn(data.db, 'owner');
  const { id: environmentId } = await owner.api.environments.create({ alias: 'mine', region: 'sh' });
  const { id: foreign } = await owner.api.environments.create({ alias: 'foreign', region: 'sh' });
  ({ serviceId } = await owner.api.services.create({ environmentId, name: 'shop', remark: '' }));
  tester = await signedIn(data.db, 'tester', environmentId);
  stranger = await signedIn(data.db, 'product', foreign);
  const lines = Array.from({ length: 700 }, (_, index) =>
    testLine({ serviceId, at: AT + index, text: index % 100 === 7 ? `库存不足 ${index}` : `order ${index}` }),
  );
  writeLines(data.logs, [...lines, testLine({ serviceId, at: AT + 700, text: '{"user":{"id":"u1"}}' })]);
  sealBlock(data.logs, serviceId);
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

test('pages of a search lead from the newest line to the oldest', async () => {
  const texts: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await tester.api.logs.search({ serviceId, query: '', cursor });
    texts.push(...page.lines.map(({ text }) => text));
    cursor = page.cursor;
  } while (cursor !== null);
  assert.equal(texts.length, 701);
  assert.deepEqual([texts[0], texts[1], texts.at(-1)], ['{"user":{"id":"u1"}}', 'order 699', 'order 0']);
});

test('a search tells fields of JSON lines, and a line stands in its context', async () => {
  const { lines } = await owner.api.logs.search({ serviceId, query: 'user.id:u1' });
  assert.deepEqual(lines[0]?.fields, { 'user.id': 'u1' });
  const found = await owner.api.logs.search({ serviceId, query: '库存不足 AND 307' });
  const [line] = found.lines;
  const around = await owner.api.logs.context({ serviceId, lineId: line?.id ?? '', before: 1, after: 1 });
  assert.deepEqual(
    around.map(({ text }) => text),
    ['order 306', '库存不足 307', 'order 308'],
  );
});

test('a query that cannot be read says why', async () => {
  for (const [query, code] of [
    ['"open', 'log_query_quote'],
    ['a OR b', 'log_query_or'],
    ['a b c d e f g h i j k', 'log_query_too_many'],
    ['key:""', 'log_query_value'],
  ]) {
    await assert.rejects(
      owner.api.logs.search({ serviceId, query }),
      (error: Error) => error.cause instanceof Error && JSON.stringify(error.cause).includes(code ?? ''),
      query,
    );
  }
});

test('only who may see the service reads its lines', async () => {
  const refused = refusedWith('not_found');
  await assert.rejects(stranger.api.logs.search({ serviceId }), refused);
  await assert.rejects(stranger.api.logs.sources({ serviceId }), refused);
  await assert.rejects(stranger.api.logs.context({ serviceId, lineId: `${serviceId}.1` }), refused);
  await assert.rejects(tester.api.logs.setRetention({ serviceId, days: 1, megabytes: 16 }), refused);
  const answer = await exported.exportLogs(
    new Request(`http://console.test/api/logs-export?serviceId=${serviceId}`, {
      headers: { cookie: stranger.cookie },
    }),
  );
  assert.equal(answer.status, 404);
});

test('a download has every line that matches, oldest first', async () => {
  const query = new URLSearchParams({ serviceId, query: '库存', format: 'jsonl' });
  const answer = await exported.exportLogs(
    new Request(`http://console.test/api/logs-export?${query}`, { headers: { cookie: tester.cookie } }),
  );
  assert.match(answer.headers.get('content-disposition') ?? '', /shop-logs\.jsonl/);
  const lines = (await answer.text()).trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).text),
    [7, 107, 207, 307, 407, 507, 607].map((index) => `库存不足 ${index}`),
  );
});

test('a tail gives what comes from now on, and ends when its reader does', async () => {
  const tail = (await tester.api.logs.tail({ serviceId, query: 'fresh' }))[Symbol.asyncIterator]();
  const first = await tail.next();
  assert.deepEqual(first.value?.lines, []);
  const next = tail.next();
  const fresh = (text: string) => testLine({ serviceId, at: Date.now(), text });
  writeLines(data.logs, [fresh('stale'), fresh('fresh one')]);
  assert.deepEqual(
    (await next).value?.lines.map(({ text }: { text: string }) => text),
    ['fresh one'],
  );
  await tail.return?.(undefined);
});

test('how long lines are kept is set within limits, and written down', async () => {
  await owner.api.logs.setRetention({ serviceId, days: 30, megabytes: 512 });
  const { days, megabytes, usedBytes } = await tester.api.logs.settings({ serviceId });
  assert.deepEqual([days, megabytes, usedBytes > 0], [30, 512, true]);
  await assert.rejects(owner.api.logs.setRetention({ serviceId, days: 91, megabytes: 512 }));
  const { items } = await owner.api.audit.list({ group: 'services', outcome: 'done' });
  assert.ok(items.some(({ kind }) => kind === 'service.log-retention-set'));
});
