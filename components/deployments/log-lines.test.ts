import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type DeploymentLogEntry,
  logFile,
  logLinesOf,
  MOST_LINES,
  NOTHING_RECEIVED,
  withChunk,
} from '#components/deployments/log-lines.ts';

const ENTRIES: DeploymentLogEntry[] = [
  { at: 0, source: 'platform', level: 'info', text: '-----------服务order部署order-001-----------' },
  { at: 1, source: 'platform', level: 'info', text: 'create_instance : creating, a1b2' },
  { at: 2, source: 'a1b2', level: 'info', text: 'listening on 80' },
  { at: 3, source: 'a1b2', level: 'error', text: 'Error: listen EACCES' },
  { at: 4, source: 'platform', level: 'error', text: 'check_instance : exited, a1b2' },
];

function receivedOf(lines: readonly DeploymentLogEntry[]) {
  return withChunk(NOTHING_RECEIVED, { offset: 0, nextOffset: 1, lines, isEnd: false }).entries;
}

function seen(source: Parameters<typeof logLinesOf>[1]) {
  return logLinesOf(receivedOf(ENTRIES), source).map((line) => [line.id, line.level]);
}

test('部署日志 is what the platform did, 启动日志 what the instances printed, and a line keeps its id', () => {
  assert.deepEqual(seen('platform'), [
    [0, 'caption'],
    [1, 'system'],
    [4, 'error'],
  ]);
  assert.deepEqual(seen('instances'), [
    [2, 'output'],
    [3, 'error'],
  ]);
  assert.equal(logLinesOf(receivedOf(ENTRIES), 'all').length, ENTRIES.length);
});

test('构建日志 is what the build printed, and neither of the others', () => {
  const built = receivedOf([
    ...ENTRIES,
    { at: 5, source: 'build', level: 'info', text: 'Step 1/2 : FROM scratch' },
  ]);
  const ids = (source: Parameters<typeof logLinesOf>[1]) => logLinesOf(built, source).map(({ id }) => id);
  assert.deepEqual([ids('build'), ids('platform'), ids('instances')], [[5], [0, 1, 4], [2, 3]]);
  assert.equal(logLinesOf(built, 'build')[0]?.level, 'output');
});

test('the platform leaves the source column empty, an instance puts its id there', () => {
  assert.deepEqual(
    logLinesOf(receivedOf(ENTRIES), 'all').map((line) => line.source),
    ['', '', 'a1b2', 'a1b2', ''],
  );
});

test('the downloaded file carries every line with its time', () => {
  assert.equal(
    logFile(ENTRIES.slice(2, 4)),
    '1970-01-01T00:00:00.002Z a1b2 listening on 80\n1970-01-01T00:00:00.003Z a1b2 Error: listen EACCES\n',
  );
});

function chunk(offset: number, nextOffset: number, at: number) {
  return { offset, nextOffset, lines: ENTRIES.slice(at, at + 1), isEnd: false };
}

function textsOf({ entries }: typeof NOTHING_RECEIVED): string[] {
  return entries.map(({ text }) => text);
}

test('chunks follow each other; one that was seen before changes nothing', () => {
  const first = withChunk(NOTHING_RECEIVED, chunk(0, 50, 1));
  const second = withChunk(first, chunk(50, 90, 2));
  assert.deepEqual(textsOf(second), ['create_instance : creating, a1b2', 'listening on 80']);
  assert.equal(withChunk(second, chunk(50, 90, 2)), second);
});

test('a subscription that began anew replaces what was there', () => {
  const before = withChunk(withChunk(NOTHING_RECEIVED, chunk(0, 50, 1)), chunk(50, 90, 2));
  const again = withChunk(before, { ...chunk(0, 120, 1), lines: ENTRIES.slice(1, 4) });
  assert.deepEqual(again.entries, receivedOf(ENTRIES.slice(1, 4)));
  assert.equal(again.nextOffset, 120);
});

test("a program that never stops printing drives out its own oldest lines, and nobody else's", () => {
  const printed = Array.from({ length: MOST_LINES + 3 }, (_, index) => {
    return { at: index, source: 'a1b2', level: 'info' as const, text: `line ${index}` };
  });
  const start = withChunk(NOTHING_RECEIVED, { ...chunk(0, 50, 1), lines: ENTRIES.slice(0, 2) });
  const full = withChunk(start, { ...chunk(50, 90, 0), lines: printed });
  assert.equal(full.count, MOST_LINES + 5);
  const shown = logLinesOf(full.entries, 'all');
  assert.deepEqual(
    shown.slice(0, 3).map(({ id }) => id),
    [0, 1, 5],
  );
  assert.equal(shown.length, MOST_LINES + 2);
  assert.equal(shown[0], logLinesOf(start.entries, 'all')[0], 'a line that was drawn is the same one');
});
