import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deleteRefusal,
  editRefusal,
  rollBackRefusal,
  versionWord,
} from '#components/versions/version-actions.ts';
import type { VersionState } from '#server/domain/version-state.ts';

function version(
  number: number,
  percent: number,
  kind: Exclude<VersionState['kind'], 'failed' | 'update-failed'>,
) {
  const canServe = kind !== 'creating' && kind !== 'cancelled';
  const state: VersionState = { kind };
  return { number, percent, hasTraffic: percent > 0, canServe, state };
}

const state: VersionState = { kind: 'normal' };
const service = {
  serving: [3, 4].map((number) => ({
    id: `v${number}`,
    name: `api-00${number}`,
    number,
    percent: 50,
    conditions: [],
    readyInstances: 1,
    state,
  })),
};

test('each state offers the one action that it is looked for', () => {
  assert.equal(versionWord(version(5, 0, 'creating'), service), 'cancel');
  assert.equal(versionWord(version(4, 50, 'normal'), service), 'visit');
  assert.equal(versionWord(version(2, 0, 'offline'), service), 'rollBack');
  assert.equal(versionWord(version(2, 0, 'cancelled'), service), undefined);
  const failed = { ...version(5, 0, 'cancelled'), state: { kind: 'failed', code: 'start_fail' } as const };
  assert.equal(versionWord(failed, service), 'errorDetails');
});

test('only an older version that can serve can be rolled back to (S3-39)', () => {
  assert.equal(rollBackRefusal(version(2, 0, 'offline'), service), undefined);
  assert.equal(rollBackRefusal(version(3, 50, 'normal'), service), undefined);
  assert.equal(rollBackRefusal(version(5, 0, 'normal'), service), 'rollBackForward');
  assert.equal(rollBackRefusal(version(1, 0, 'cancelled'), service), 'notServable');
  assert.equal(rollBackRefusal(version(4, 100, 'normal'), service), 'alreadyAll');
});

test('a version with traffic, or one that is being deployed, cannot be deleted', () => {
  const several = { isPaused: true, versionCount: 3 };
  assert.equal(deleteRefusal(version(4, 1, 'normal'), several), 'hasTraffic');
  assert.equal(deleteRefusal(version(5, 0, 'creating'), several), 'isDeploying');
  assert.equal(deleteRefusal(version(2, 0, 'offline'), several), undefined);
});

test('the last version, which has all traffic, can be deleted once the service is paused', () => {
  const last = version(1, 100, 'normal');
  assert.equal(deleteRefusal(last, { isPaused: false, versionCount: 1 }), 'isLastWithTraffic');
  assert.equal(deleteRefusal(last, { isPaused: true, versionCount: 1 }), undefined);
});

test('S2-10: what came live can be edited and redeployed, unless the service is being deployed', () => {
  assert.equal(editRefusal({ canServe: true }, { runningDeploymentId: null }), undefined);
  assert.equal(editRefusal({ canServe: true }, { runningDeploymentId: 'dep-1' }), 'isUpdating');
  assert.equal(editRefusal({ canServe: false }, { runningDeploymentId: null }), 'neverLive');
});
