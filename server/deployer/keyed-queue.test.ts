import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { KeyedQueue, retryPauseMs } from '#server/deployer/keyed-queue.ts';

async function until(ask: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!ask()) {
    assert.ok(performance.now() < deadline, 'not in time');
    await turn();
  }
}

test('keys that are added several times get one round', async () => {
  const rounds: string[] = [];
  const work = (key: string) => {
    rounds.push(key);
    return null;
  };
  const queue = new KeyedQueue({ work, onError: assert.fail, random: () => 0.5 });
  for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
  await until(() => rounds.length === 2);
  await turn();
  assert.deepEqual(rounds, ['a', 'b']);
  queue.close();
});

test('a key that is added during its round gets another', async () => {
  let rounds = 0;
  const work = () => {
    rounds += 1;
    if (rounds === 1) queue.add('a');
    return null;
  };
  const queue: KeyedQueue = new KeyedQueue({ work, onError: assert.fail, random: () => 0.5 });
  queue.add('a');
  await until(() => rounds === 2);
  queue.close();
});

test('a round may ask for the next one', async () => {
  let rounds = 0;
  const work = () => {
    rounds += 1;
    return rounds < 3 ? 1 : null;
  };
  const queue = new KeyedQueue({ work, onError: assert.fail, random: () => 0.5 });
  queue.add('a');
  await until(() => rounds === 3);
  queue.close();
});

test('a round that throws is tried again, and keeps no other key waiting', async () => {
  const rounds: string[] = [];
  const errors: string[] = [];
  const work = (key: string) => {
    rounds.push(key);
    if (key === 'bad' && errors.length < 2) throw new Error('once more');
    return null;
  };
  const queue = new KeyedQueue({ work, onError: (key) => errors.push(key), random: () => 0 });
  queue.add('bad');
  queue.add('good');
  await until(() => rounds.length === 4);
  assert.deepEqual(rounds, ['bad', 'good', 'bad', 'bad']);
  queue.close();
});

test('pauses between retries double up to half a minute, give or take a half', () => {
  assert.deepEqual(
    [1, 2, 3, 9, 10, 1_000].map((failures) => retryPauseMs(failures, 0.5)),
    [100, 200, 400, 25_600, 30_000, 30_000],
  );
  assert.deepEqual([retryPauseMs(1, 0), retryPauseMs(1, 0.999)], [50, 149.9]);
});
