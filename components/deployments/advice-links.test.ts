import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionPath, offeredActions } from '#components/deployments/advice-links.ts';
import { FAILURES, type FailureCode } from '#server/domain/failures.ts';

const FAILED = { kind: 'new-version', serviceId: 's', versionId: 'v', isVersionDeleted: false } as const;
const CODES = Object.keys(FAILURES) as FailureCode[];

test('what mends a failed version is to copy it, what mends an update is to edit it again', () => {
  assert.deepEqual(offeredActions('exited_at_once', FAILED, true), ['copy-version', 'log']);
  assert.deepEqual(offeredActions('exited_at_once', { ...FAILED, kind: 'redeploy' }, true), [
    'edit-version',
    'log',
  ]);
  assert.equal(actionPath('copy-version', FAILED), '/services/s/new-version?from=v');
  assert.equal(actionPath('edit-version', FAILED), '/services/s/versions/v/edit');
});

test('every failure offers the log, and each thing once', () => {
  for (const code of CODES) {
    for (const kind of ['new-version', 'redeploy', 'roll-back'] as const) {
      const offered = offeredActions(code, { ...FAILED, kind }, true);
      assert.equal(offered.at(-1), 'log', code);
      assert.equal(new Set(offered).size, offered.length, code);
    }
  }
});

test('nothing leads to a version that was deleted', () => {
  const deleted = { ...FAILED, isVersionDeleted: true };
  for (const code of CODES) {
    for (const action of offeredActions(code, { ...deleted, kind: 'redeploy' }, true)) {
      if (action !== 'log') assert.doesNotMatch(actionPath(action, deleted), /versions\/v|from=v/);
    }
  }
});

test('who may not operate is offered nothing that begins a deployment', () => {
  for (const code of CODES) {
    for (const kind of ['new-version', 'redeploy', 'roll-back'] as const) {
      const offered = offeredActions(code, { ...FAILED, kind }, false);
      assert.ok(!offered.includes('copy-version') && !offered.includes('edit-version'), code);
      assert.equal(offered.at(-1), 'log', code);
    }
  }
});
