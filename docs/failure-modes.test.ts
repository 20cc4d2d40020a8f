import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FAILURE_MODES_FILE, failureModes } from '#scripts/failure-modes.ts';
import { FAILURES } from '#server/domain/failures.ts';
import { PROBLEMS } from '#server/domain/problem.ts';
import { REFUSALS } from '#server/gateway/refusals.ts';

const page = readFileSync(FAILURE_MODES_FILE, 'utf8');

test('every code of a deployment, the gateway and the API has its entry', () => {
  const codes = [FAILURES, REFUSALS, PROBLEMS].flatMap(Object.keys);
  assert.deepEqual(
    codes.filter((code) => !page.includes(`\`${code}\``)),
    [],
  );
});

test('the page says what the product says (if not: node scripts/failure-modes.ts)', () => {
  assert.equal(page, failureModes());
});
