import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireGoodPassword } from '#server/api/password-list.ts';
import type { Problem } from '#server/domain/problem.ts';

const OWNER = { email: 'ops@example.com', name: 'ops' };

test('what everybody tries first is refused at its field, whatever is put around it', async () => {
  for (const password of ['1q2w3e4r5t', 'Qwertyuiop', 'Password123', 'sunshine2026!']) {
    await assert.rejects(requireGoodPassword(password, OWNER, ['newPassword']), (problem: Problem) => {
      assert.equal(problem.code, 'input_invalid');
      assert.deepEqual(problem.issues, [{ path: ['newPassword'], code: 'password_too_common' }]);
      return true;
    });
  }
});

test('a few words of one’s own are good', async () => {
  await requireGoodPassword('correct horse battery', OWNER);
  await requireGoodPassword('cloudberth-dev', OWNER);
});
