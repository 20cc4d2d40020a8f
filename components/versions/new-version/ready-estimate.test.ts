import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readyEstimate } from '#components/versions/new-version/ready-estimate.ts';

function took(ms: number, state = 'succeeded') {
  return { state, createdAt: 1_000, finishedAt: 1_000 + ms };
}

test('the median of the newest five that succeeded counts', () => {
  const records = [took(9_000), took(1_000), took(2_000), took(90_000), took(3_000), took(500_000)];
  assert.deepEqual(readyEstimate(records), { seconds: 3, count: 5 });
});

test('failed and running deployments tell nothing about the time', () => {
  const running = { state: 'running', createdAt: 1_000, finishedAt: null };
  assert.deepEqual(readyEstimate([running, took(150_000, 'failed'), took(400)]), { seconds: 1, count: 1 });
  assert.equal(readyEstimate([running]), undefined);
});
