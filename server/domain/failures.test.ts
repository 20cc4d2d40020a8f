import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceActions, FAILURES, type FailureCode } from '#server/domain/failures.ts';

test('what a new version mends by a copy, an update mends by another edit of the same version', () => {
  assert.deepEqual(adviceActions('exited_at_once', 'new-version'), ['log', 'copy-version', null]);
  assert.deepEqual(adviceActions('exited_at_once', 'redeploy'), ['log', 'edit-version', null]);
  assert.deepEqual(adviceActions('image_gone', 'roll-back'), ['history', null, 'edit-version']);
});

test('every failure offers something to press', () => {
  for (const code of Object.keys(FAILURES) as FailureCode[]) {
    assert.ok(
      adviceActions(code, 'new-version').some((action) => action !== null),
      code,
    );
  }
});
