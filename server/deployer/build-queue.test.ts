import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { BuildQueue } from '#server/deployer/build-queue.ts';

/** Builds that go on until they are let go. */
function bench(concurrency = 1) {
  const queue = new BuildQueue(concurrency);
  const told: string[] = [];
  const add = (name: string, since: number, signal = new AbortController().signal) => {
    const gate = Promise.withResolvers<void>();
    const onMove = (before: number) => told.push(`${name} waits for ${before}`);
    const ended = queue.run({ since, onMove }, signal, () => {
      told.push(`${name} begins`);
      return gate.promise;
    });
    return { ended, gate };
  };
  return { queue, told, add };
}

test('builds take turns in the order in which they were asked for, whoever comes first', async () => {
  const { queue, told, add } = bench();
  const [late, early, last] = [add('late', 20), add('early', 10), add('last', 30)];
  await turn();
  assert.deepEqual(told, ['late waits for 1', 'last waits for 2', 'early begins']);
  early.gate.resolve();
  await early.ended;
  late.gate.reject(new Error('failed'));
  await assert.rejects(late.ended, /failed/);
  await turn();
  assert.deepEqual(told.slice(3), ['last waits for 1', 'late begins', 'last begins']);
  assert.equal(queue.isIdle, false);
  last.gate.resolve();
  await last.ended;
  assert.equal(queue.isIdle, true);
});

test('as many as the setting says build at the same time', async () => {
  const { told, add } = bench(2);
  const [first] = [add('a', 1), add('b', 2), add('c', 3)];
  await turn();
  assert.deepEqual(told.toSorted(), ['a begins', 'b begins', 'c waits for 2']);
  first?.gate.resolve();
  await first?.ended;
  await turn();
  assert.equal(told.at(-1), 'c begins');
});

test('who is called off leaves the queue at once, and those behind move up', async () => {
  const { told, add } = bench();
  const calling = new AbortController();
  add('a', 1);
  const called = add('b', 2, calling.signal);
  add('c', 3);
  await turn();
  calling.abort();
  await assert.rejects(called.ended, { name: 'AbortError' });
  assert.deepEqual(told.at(-1), 'c waits for 1');
  await assert.rejects(add('d', 4, AbortSignal.abort()).ended, { name: 'AbortError' });
  assert.ok(!told.includes('b begins'));
});
