import assert from 'node:assert/strict';
import { test } from 'node:test';
import { troubleAdvice } from '#components/versions/detail/trouble/trouble-advice-lines.ts';

const ALONE = { versionCount: 1 };
const WITH_TRAFFIC = { hasTraffic: true, snapshotNumber: 1 };

test('traffic is sent elsewhere only where there is some, and an elsewhere', () => {
  const exited = { kind: 'exited' } as const;
  assert.deepEqual(troubleAdvice(exited, WITH_TRAFFIC, { versionCount: 2 }), [
    'log',
    'traffic',
    'edit',
    'waits',
  ]);
  assert.deepEqual(troubleAdvice(exited, WITH_TRAFFIC, ALONE), ['log', 'edit', 'waits']);
  const idle = { ...WITH_TRAFFIC, hasTraffic: false };
  assert.deepEqual(troubleAdvice(exited, idle, { versionCount: 2 }), ['log', 'edit', 'waits']);
});

test('history helps a version that has one', () => {
  const updated = { ...WITH_TRAFFIC, snapshotNumber: 2 };
  assert.ok(troubleAdvice({ kind: 'not-ready' }, updated, ALONE).includes('history'));
});

test('where no program ran, the machine is looked at first', () => {
  for (const kind of ['missing', 'not-started', 'vanished'] as const) {
    assert.equal(troubleAdvice({ kind }, WITH_TRAFFIC, ALONE)[0], 'machine');
  }
});
