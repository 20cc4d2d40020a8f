import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineView } from '#server/deployer/engine-view.ts';
import type { RunningInstance } from '#server/runner/port.ts';

function running(instanceId: string, state: RunningInstance['state'] = 'running'): RunningInstance {
  return {
    instanceId,
    environmentId: 'environment',
    networkId: 'network',
    serviceId: `service of ${instanceId}`,
    versionId: 'version',
    snapshotNumber: 1,
    state,
    address: null,
    exitCode: null,
    isOutOfMemory: false,
    startedAt: 1,
    finishedAt: null,
  };
}

/** A view whose listings are answered by hand, in their order. */
function bench() {
  const listings: PromiseWithResolvers<RunningInstance[]>[] = [];
  const told: string[] = [];
  const view = new EngineView({
    runner: {
      list: () => {
        const listing = Promise.withResolvers<RunningInstance[]>();
        listings.push(listing);
        return listing.promise;
      },
    },
    now: () => 1_000,
    onChange: (serviceIds) => told.push(...serviceIds),
    onUp: () => told.push('up'),
    onError: () => told.push('down'),
  });
  return { view, listings, told };
}

test('a listing that began before an own call ended does not undo it', async () => {
  const { view, listings } = bench();
  const listing = view.refresh();
  view.put(running('started'));
  view.put(running('stopped'));
  view.remove('stopped');
  listings[0]?.resolve([running('stopped'), running('other')]);
  await listing;
  assert.ok(view.get('started') && view.get('other'));
  assert.equal(view.get('stopped'), undefined);
});

test('a listing that began after it is believed', async () => {
  const { view, listings } = bench();
  view.put(running('a'));
  const listing = view.refresh();
  listings[0]?.resolve([]);
  assert.deepEqual(await listing, ['a']);
  assert.equal(view.get('a'), undefined);
});

test('calls during a listing share one more that begins after it', async () => {
  const { view, listings } = bench();
  const first = view.refresh();
  const later = [view.refresh(), view.refresh()];
  assert.equal(listings.length, 1);
  listings[0]?.resolve([]);
  await first;
  await Promise.resolve();
  assert.equal(listings.length, 2);
  listings[1]?.resolve([running('a')]);
  assert.deepEqual(await Promise.all(later), [['a'], ['a']]);
  assert.ok(view.get('a'));
});

test('only services whose instances differ are told', async () => {
  const { view, listings, told } = bench();
  for (const [index, state] of (['running', 'running', 'exited'] as const).entries()) {
    const listing = view.refresh();
    listings[index]?.resolve([running('a', state), running('b')]);
    await listing;
  }
  assert.deepEqual(told, ['service of a', 'service of b', 'up', 'service of a']);
});

test('an engine that does not answer is down from the first time on, and keeps what was known', async () => {
  const { view, listings, told } = bench();
  for (const answer of [[running('a')], null, null, [running('a')]]) {
    const listing = view.refresh();
    if (answer) listings.at(-1)?.resolve(answer);
    else listings.at(-1)?.reject(new Error('no answer'));
    await listing;
    assert.equal(view.downSince, answer ? null : 1_000);
    assert.ok(view.get('a'));
  }
  assert.deepEqual(told, ['service of a', 'up', 'down', 'up']);
});
