import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Activities, type Activity } from '#server/deployer/activities.ts';

/** Activities that go on until they are let go or called off. */
function bench(random = 0) {
  const ends: string[] = [];
  const errors: unknown[] = [];
  const activities = new Activities({
    onEnd: (owner) => ends.push(owner),
    onError: (_, error) => errors.push(error),
    random: () => random,
  });
  const begun: string[] = [];
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const lasting = (key: string, kind: string): Activity => ({
    key,
    kind,
    run: (signal) => {
      begun.push(`${kind} ${key}`);
      const gate = Promise.withResolvers<void>();
      gates.set(`${kind} ${key}`, gate);
      signal.addEventListener('abort', () => gate.resolve());
      return gate.promise;
    },
  });
  return { activities, ends, errors, begun, gates, lasting };
}

async function until(ask: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!ask()) {
    assert.ok(performance.now() < deadline, 'not in time');
    await turn();
  }
}

test('what is under way is not started again', async () => {
  const { activities, begun, lasting } = bench();
  activities.follow('s', [lasting('a', 'start')]);
  activities.follow('s', [lasting('a', 'start')]);
  await until(() => begun.length > 0);
  await turn();
  assert.deepEqual(begun, ['start a']);
  await activities.close();
});

test('what is not wanted any more is called off, and what takes its place waits for its end', async () => {
  const { activities, begun, ends, lasting } = bench();
  activities.follow('s', [lasting('a', 'start')]);
  await until(() => begun.length === 1);
  activities.follow('s', [lasting('a', 'stop')]);
  assert.ok(activities.isUnderWay('a', 'start'));
  await until(() => ends.length === 1);
  activities.follow('s', [lasting('a', 'stop')]);
  await until(() => begun.length === 2);
  assert.deepEqual(begun, ['start a', 'stop a']);
  await activities.close();
});

test('one owner does not call off what another has under way', async () => {
  const { activities, begun, lasting } = bench();
  activities.follow('s', [lasting('a', 'start')]);
  activities.follow('t', [lasting('b', 'start')]);
  await until(() => begun.length === 2);
  activities.follow('t', []);
  assert.ok(activities.isBusy('a'));
  await activities.close();
});

test('an error is told, rests for a while, and then its owner is asked again', async () => {
  const { activities, ends, errors } = bench();
  const failing: Activity = { key: 'a', kind: 'start', run: () => Promise.reject(new Error('no')) };
  activities.follow('s', [failing]);
  await until(() => ends.length === 1);
  activities.follow('s', [failing]);
  await turn();
  assert.equal(errors.length, 1, 'it rests');
  await until(() => ends.length === 2);
  activities.follow('s', [failing]);
  await until(() => errors.length === 2);
  await activities.close();
});
