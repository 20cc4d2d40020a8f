import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportPath } from '#components/logs/export-path.ts';
import { choiceOf } from '#components/logs/log-choice.ts';

function askedBy(url: string): Record<string, string> {
  const path = exportPath('srv-1', choiceOf(new URLSearchParams(url)), 'jsonl', 7_200_000);
  return Object.fromEntries(new URL(path, 'http://localhost').searchParams);
}

test('a download asks for what the page shows, and for nothing that was not chosen', () => {
  assert.deepEqual(askedBy(''), { serviceId: 'srv-1', format: 'jsonl', order: 'desc', from: '3600000' });
});

test('lists are parted by commas, and a query is kept as it was typed', () => {
  assert.deepEqual(
    askedBy(
      'within=custom&after=1&before=2&query="a %26 b"&case=1&versions=v1,v2&levels=error&order=asc&topic=1',
    ),
    {
      serviceId: 'srv-1',
      format: 'jsonl',
      order: 'asc',
      from: '1',
      to: '2',
      query: '"a & b"',
      isCaseSensitive: 'true',
      versionIds: 'v1,v2',
      levels: 'error',
      isWholeTopic: 'true',
    },
  );
});
