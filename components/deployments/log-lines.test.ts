import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type DeploymentLogEntry,
  logFile,
  logLinesOf,
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

function seen(source: Parameters<typeof logLinesOf>[1]) {
  return logLinesOf(ENTRIES, source).map((line) => [line.id, line.level]);
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
  assert.equal(logLinesOf(ENTRIES, 'all').length, ENTRIES.length);
});

test('构建日志 is what the build printed, and neither of the others', () => {
  const built = [
    ...ENTRIES,
    { at: 5, source: 'build', level: 'info', text: 'Step 1/2 : FROM scratch' } as const,
  ];
  const ids = (source: Parameters<typeof logLinesOf>[1]) => logLinesOf(built, source).map(({ id }) => id);
  assert.deepEqual([ids('build'), ids('platform'), ids('instances')], [[5], [0, 1, 4], [2, 3]]);
  assert.equal(logLinesOf(built, 'build')[0]?.level, 'output');
});

test('the platform leaves the source column empty, an instance puts its id there', () => {
  assert.deepEqual(
    logLinesOf(ENTRIES, 'all').map((line) => line.source),
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

test('chunks follow each other; one that was seen before changes nothing', () => {
  const first = withChunk(NOTHING_RECEIVED, chunk(0, 50, 1));
  const second = withChunk(first, chunk(50, 90, 2));
  assert.deepEqual(second.entries, ENTRIES.slice(1, 3));
  assert.equal(withChunk(second, chunk(50, 90, 2)), second);
});

test('a subscription that began anew replaces what was there', () => {
  const before = withChunk(withChunk(NOTHING_RECEIVED, chunk(0, 50, 1)), chunk(50, 90, 2));
  const again = withChunk(before, { ...chunk(0, 120, 1), lines: ENTRIES.slice(1, 4) });
  assert.deepEqual(again.entries, ENTRIES.slice(1, 4));
  assert.equal(again.nextOffset, 120);
});
