import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DeploymentEvent, type DeploymentState, transition } from '#server/domain/deployment.ts';
import { serviceState, type VersionFacts, versionState } from '#server/domain/version-state.ts';

const STATES: DeploymentState[] = ['running', 'succeeded', 'failed', 'cancelled'];
const EVENTS: DeploymentEvent[] = ['succeed', 'fail', 'cancel'];

test('a deployment ends once: whatever comes after the first end changes nothing', () => {
  for (const state of STATES.filter((candidate) => candidate !== 'running')) {
    for (const event of EVENTS) assert.equal(transition(state, event), undefined);
  }
  assert.deepEqual(
    EVENTS.map((event) => transition('running', event)),
    ['succeeded', 'failed', 'cancelled'],
  );
});

const READY: VersionFacts = {
  deployment: { kind: 'new-version', state: 'succeeded', failureCode: null },
  wanted: 1,
  isAsleep: false,
  ready: 1,
  isStarting: false,
};

for (const [promise, facts, kind] of [
  [
    'S0-9: a version under deployment is 创建中',
    { deployment: { kind: 'new-version', state: 'running', failureCode: null } },
    'creating',
  ],
  ['S0-10: a version with a ready instance is 正常', {}, 'normal'],
  [
    'S0-12: a failed version names its failure',
    { deployment: { kind: 'new-version', state: 'failed', failureCode: 'deploy_fail' } },
    'failed',
  ],
  [
    'a cancelled version stays 已取消',
    { deployment: { kind: 'new-version', state: 'cancelled', failureCode: null } },
    'cancelled',
  ],
  ['a version that should have no instance is 已下线', { wanted: 0, ready: 0 }, 'offline'],
  ['S3-17: a version that sleeps is 正常', { wanted: 0, ready: 0, isAsleep: true }, 'normal'],
  ['a version that waits for its instances is starting', { ready: 0, isStarting: true }, 'starting'],
  ['a version without its instances is 异常', { ready: 0 }, 'abnormal'],
] as const) {
  test(promise, () => assert.equal(versionState({ ...READY, ...facts }).kind, kind));
}

test('a service is judged by the versions that serve', () => {
  const facts = { isPaused: false, hasDeploymentRunning: false, hasVersions: true, lastFailed: false };
  assert.equal(serviceState({ ...facts, serving: [{ kind: 'normal' }] }), 'normal');
  assert.equal(serviceState({ ...facts, serving: [{ kind: 'normal' }, { kind: 'abnormal' }] }), 'abnormal');
  assert.equal(serviceState({ ...facts, serving: [{ kind: 'starting' }] }), 'updating');
  assert.equal(serviceState({ ...facts, serving: [{ kind: 'normal' }], isPaused: true }), 'paused');
  assert.equal(
    serviceState({ ...facts, serving: [{ kind: 'normal' }], hasDeploymentRunning: true }),
    'updating',
  );
  assert.equal(serviceState({ ...facts, serving: [], hasDeploymentRunning: true }), 'creating');
  assert.equal(serviceState({ ...facts, serving: [], hasVersions: false }), 'empty');
  assert.equal(serviceState({ ...facts, serving: [], lastFailed: true }), 'abnormal');
});
