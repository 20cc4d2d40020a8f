import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresOf, ratio } from '#bench/figures.ts';

test('the median is the middle, or the mean of the two in the middle', () => {
  assert.deepEqual(figuresOf([30, 10, 20.26]), { median: 20.3, smallest: 10, largest: 30, runs: 3 });
  assert.equal(figuresOf([4, 1, 3, 2]).median, 2.5);
  assert.throws(() => figuresOf([]));
});

test('a ratio compares medians', () => {
  assert.equal(ratio(figuresOf([30]), figuresOf([20])), 1.5);
});
