import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogsDb } from '#db/open.ts';
import { BLOCK_LINES, sealBlock, writeLines } from '#db/stores/log-lines.ts';
import { linesBeside, linesFrom } from '#db/stores/log-reading.ts';
import { findLines, type LogPlace, type LogQuestion } from '#db/stores/log-search.ts';
import { testLine } from '#db/stores/test-log-lines.ts';
import { temporaryData } from '#db/temporary.ts';
import type { LogLineDraft, StoredLogLine } from '#server/domain/log-line.ts';
import { compileLogMatch } from '#server/domain/log-match.ts';
import { logFilterSchema } from '#server/domain/log-query.ts';
import { parseLogQuery } from '#server/domain/log-terms.ts';

function write(logs: LogsDb, lines: LogLineDraft[]): void {
  writeLines(logs, lines);
  for (const serviceId of new Set(lines.map((line) => line.serviceId))) while (sealBlock(logs, serviceId));
}

function question(
  query: string,
  more: Partial<LogQuestion> & { isCaseSensitive?: boolean } = {},
): LogQuestion {
  const { isCaseSensitive = false, ...rest } = more;
  const { from = null, to = null, versionIds = [], instanceIds = [] } = rest;
  const filter = { ...logFilterSchema.parse({}), isCaseSensitive, from, to, versionIds: [...versionIds] };
  const all = { ...filter, instanceIds: [...instanceIds] };
  return {
    serviceIds: ['s1'],
    match: compileLogMatch(all, parseLogQuery(query).terms, () => []),
    from,
    to,
    versionIds,
    instanceIds,
    order: 'desc',
    after: null,
    limit: 100,
    ...rest,
  };
}

function find(logs: LogsDb, asked: LogQuestion, isOver = () => false) {
  const search = findLines(logs, asked, isOver);
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
  }
}

function texts(logs: LogsDb, ...[query, more]: Parameters<typeof question>): string[] {
  return find(logs, question(query, more)).lines.map(({ text }) => text);
}

/** All pages, one after another. */
function walk(logs: LogsDb, asked: LogQuestion, isOver?: () => boolean): StoredLogLine[] {
  const lines: StoredLogLine[] = [];
  let after: LogPlace | null = null;
  for (let page = 0; page < 1_000; page += 1) {
    const found = find(logs, { ...asked, after }, isOver);
    lines.push(...found.lines);
    if (!found.next) return lines;
    after = found.next;
  }
  return assert.fail('the pages do not end');
}

test('words, phrases, fields and Chinese are found in blocks and in rows alike', () => {
  using data = temporaryData();
  const noise = Array.from({ length: BLOCK_LINES }, (_, at) =>
    testLine({ at, text: `GET /health ${at} ok` }),
  );
  const special = [
    testLine({ at: 9_000, text: '请求处理失败：库存不足 order 42' }),
    testLine({ at: 9_001, text: '{"level":"warn","user":{"id":"u-77"},"msg":"slow \\u5e93 query"}' }),
    testLine({ at: 9_002, text: 'It took 5 ms to Connect \x1b[31mREFUSED\x1b[0m by peer' }),
  ];
  for (const place of ['rows', 'blocks']) {
    write(data.logs, special);
    if (place === 'blocks') write(data.logs, noise);
    const count = place === 'rows' ? 1 : 2;
    const found = (...asked: Parameters<typeof question>) => texts(data.logs, ...asked).length;
    assert.equal(found('库存'), count, place);
    assert.equal(found('处理失败 AND order'), count);
    assert.equal(found('order -库存不足'), 0);
    assert.equal(found('user.id:u-77'), count);
    assert.equal(found('user.id:u-7'), 0);
    assert.equal(found('user.id:u-*'), count);
    assert.equal(found('msg:"slow 库 query"'), count);
    assert.equal(found('"connect refused by"'), count);
    assert.equal(found('connect refused', { isCaseSensitive: true }), 0);
    assert.equal(found('Connect REFUSED', { isCaseSensitive: true }), count);
    assert.equal(found('ms'), 2 * count);
    assert.equal(found('absent-word'), 0);
  }
});

test('pages lead through all lines in the order of time, though instances were read late', () => {
  using data = temporaryData();
  const late = Array.from({ length: 1_500 }, (_, index) =>
    testLine({ at: index * 2, text: `late ${index}` }),
  );
  const early = Array.from({ length: 1_500 }, (_, index) =>
    testLine({ at: index * 2 + 1, instanceId: 'i2', text: `early ${index}` }),
  );
  write(data.logs, early);
  write(data.logs, late);
  for (const order of ['asc', 'desc'] as const) {
    const lines = walk(data.logs, question('', { order, limit: 37 }));
    assert.equal(lines.length, 3_000);
    const times = lines.map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => (order === 'asc' ? a - b : b - a)),
    );
    assert.equal(new Set(lines.map(({ seq }) => seq)).size, 3_000);
  }
});

test('a search whose time is over goes on with the next page and misses nothing', () => {
  using data = temporaryData();
  const lines = Array.from({ length: 20 * BLOCK_LINES }, (_, at) =>
    testLine({ at, text: at % 1_000 === 7 ? `needle ab ${at}` : `hay ${at}` }),
  );
  write(data.logs, lines);
  // Two letters cannot be asked of the index: all blocks are opened.
  const found = walk(data.logs, question('ab'), () => true);
  assert.equal(found.length, 11);
  assert.ok(find(data.logs, question('ab'), () => true).isPartial);
});

test('time, version and instance narrow a search', () => {
  using data = temporaryData();
  const of = (instanceId: string, versionId: string) =>
    Array.from({ length: 600 }, (_, at) =>
      testLine({ at, instanceId, versionId, text: `${instanceId} ${at}` }),
    );
  write(data.logs, [...of('i1', 'v1'), ...of('i2', 'v2')]);
  assert.deepEqual(texts(data.logs, '', { from: 598, to: 599, order: 'asc' }).toSorted(), [
    ...['i1 598', 'i1 599', 'i2 598', 'i2 599'],
  ]);
  assert.equal(texts(data.logs, '', { versionIds: ['v2'] })[0], 'i2 599');
  assert.equal(walk(data.logs, question('', { instanceIds: ['i1'] })).length, 600);
  assert.equal(texts(data.logs, 'instance:i2 59')[0], 'i2 599');
});

test('around a line stand the lines of its own instance', () => {
  using data = temporaryData();
  const lines = Array.from({ length: 1_200 }, (_, at) =>
    testLine({ at, instanceId: at % 2 === 0 ? 'even' : 'odd', text: `${at}` }),
  );
  write(data.logs, lines);
  for (const at of [510, 600, 1_190]) {
    const line = find(data.logs, question(`"${at}"`, { from: at, to: at })).lines[0] ?? assert.fail();
    const beside = (side: 'before' | 'after') =>
      linesBeside(data.logs, line, side, 3).map(({ text }) => Number(text));
    assert.deepEqual(beside('before'), [at - 6, at - 4, at - 2]);
    assert.deepEqual(beside('after'), [at + 2, at + 4, at + 6]);
  }
});

test('lines are read on from a number, out of blocks and rows', () => {
  using data = temporaryData();
  write(
    data.logs,
    Array.from({ length: 700 }, (_, at) => testLine({ at, text: `${at}` })),
  );
  const seqs = linesFrom(data.logs, 's1', 500, 1_000).map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    Array.from({ length: 201 }, (_, index) => 500 + index),
  );
});
