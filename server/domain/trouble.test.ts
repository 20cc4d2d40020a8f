import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TroubleFacts, troubleOf } from '#server/domain/trouble.ts';

const NOW = 1_000_000_000;
const FACTS: TroubleFacts = {
  snapshotNumber: 2,
  deployedAt: NOW - 3_600_000,
  now: NOW,
  ready: 0,
  isAbnormal: true,
};

function ended(agoMs: number, changes: Partial<Parameters<typeof troubleOf>[0][number]> = {}) {
  return {
    id: `i-${agoMs}`,
    state: 'exited' as const,
    snapshotNumber: 2,
    startedAt: NOW - agoMs - 4_000,
    readyAt: NOW - agoMs - 3_000,
    stoppedAt: NOW - agoMs,
    exitCode: 3,
    stopReason: null,
    ...changes,
  };
}

test('the instance that ended last tells the reason, whatever the order of the rows', () => {
  assert.deepEqual(troubleOf([ended(9_000), ended(1_000), ended(5_000)], FACTS), {
    kind: 'exited',
    instanceId: 'i-1000',
    exitCode: 3,
    ranMs: 4_000,
    endedAt: NOW - 1_000,
    failures: 3,
  });
});

test('the ways to end are told apart', () => {
  const kindOf = (changes: Parameters<typeof ended>[1]) => troubleOf([ended(1_000, changes)], FACTS)?.kind;
  assert.equal(kindOf({ exitCode: null }), 'vanished');
  assert.equal(kindOf({ exitCode: null, startedAt: null, readyAt: null }), 'not-started');
  assert.equal(kindOf({ state: 'removed', readyAt: null, exitCode: 143 }), 'not-ready');
});

test('what another configuration did, what a deployment has told, and what is long ago are no reason', () => {
  const missing = { kind: 'missing' };
  assert.deepEqual(troubleOf([ended(1_000, { snapshotNumber: 3 })], FACTS), missing);
  assert.deepEqual(troubleOf([ended(5_000)], { ...FACTS, deployedAt: NOW - 2_000 }), missing);
  assert.deepEqual(troubleOf([ended(700_000)], FACTS), missing);
  assert.deepEqual(troubleOf([ended(1_000, { state: 'removed' })], FACTS), missing);
});

test('one accident beside ready instances is no trouble, a second one is', () => {
  const serving = { ...FACTS, ready: 2, isAbnormal: false };
  assert.equal(troubleOf([ended(1_000)], serving), null);
  assert.equal(troubleOf([ended(1_000), ended(2_000)], serving)?.kind, 'exited');
});

test('a version that starts for the first time is well', () => {
  assert.equal(troubleOf([], { ...FACTS, isAbnormal: false }), null);
});
