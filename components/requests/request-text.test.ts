import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesText, msText, ruleNumberOf } from '#components/requests/request-text.ts';

test('a latency keeps as much of itself as matters', () => {
  const texts = [undefined, 0.1, 9.94, 10.4, 9_999, 12_345].map(msText);
  assert.deepEqual(texts, ['-', '0.1 ms', '9.9 ms', '10 ms', '9999 ms', '12.3 s']);
});

test('bytes never show four digits before their unit', () => {
  const texts = [0, 9, 1_023, 1_024, 10_240, 1_048_575, 1_048_576, 5_000_000_000].map(bytesText);
  assert.deepEqual(texts, ['0 B', '9 B', '1023 B', '1.0 KB', '10 KB', '1.0 MB', '1.0 MB', '4.7 GB']);
});

test('a matched rule is known by its number', () => {
  assert.deepEqual(['rule:3', 'default', ''].map(ruleNumberOf), [3, undefined, undefined]);
});
