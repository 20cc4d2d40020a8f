import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceOf, filterOf, isFiltered, type LogChoice, paramsOf } from '#components/logs/log-choice.ts';

function urlOf(choice: LogChoice): string {
  const given = Object.entries(paramsOf(choice)).filter((entry): entry is [string, string] => !!entry[1]);
  return new URLSearchParams(given).toString();
}

test('a page of logs as it opens leaves nothing in the URL', () => {
  assert.equal(urlOf(choiceOf(new URLSearchParams())), '');
});

test('what is chosen comes back out of the URL that it is handed on with', () => {
  const choice: LogChoice = {
    time: 'custom',
    from: 1_700_000_000_000,
    to: 1_700_000_600_000,
    query: '超时 AND "a&b" status:500',
    isCaseSensitive: true,
    versionIds: ['v1', 'v2'],
    instanceIds: ['i1'],
    streams: ['stdout', 'file'],
    levels: ['error', 'warn'],
    order: 'asc',
    isWholeTopic: true,
    isLive: true,
  };
  assert.deepEqual(choiceOf(new URLSearchParams(urlOf(choice))), choice);
});

test('a URL that somebody spoilt shows what it says rightly', () => {
  const choice = choiceOf(
    new URLSearchParams('within=toString&after=-1&before=soon&streams=stdout,x&levels=loud&order=up'),
  );
  assert.equal(choice.time, 'lastHour');
  assert.deepEqual([choice.from, choice.to], [null, null]);
  assert.deepEqual([choice.streams, choice.levels, choice.order], [['stdout'], [], 'desc']);
});

test('the last 15 minutes begin 15 minutes ago and have no end', () => {
  const choice = choiceOf(new URLSearchParams('within=last15m&query=%20x%20'));
  const { from, to, query } = filterOf(choice, 10_000_000);
  assert.deepEqual([from, to, query], [10_000_000 - 900_000, null, 'x']);
});

test('a time of its own is no filter, and a word is one', () => {
  assert.equal(isFiltered(choiceOf(new URLSearchParams('within=lastDay&query=%20'))), false);
  assert.equal(isFiltered(choiceOf(new URLSearchParams('query=x'))), true);
  assert.equal(isFiltered(choiceOf(new URLSearchParams('levels=error'))), true);
});
