import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proceduresOf, tableProblems } from '#server/api/require-rows.ts';
import { RIGHTS_TABLE } from '#server/api/rights-table.ts';
import { appRouter } from '#server/api/router.ts';
import { RIGHTS } from '#server/domain/rights.ts';

test('every procedure has its row in the rights table, and its builder enforces what the row says', () => {
  assert.deepEqual(tableProblems(proceduresOf(appRouter)), []);
});

test('a procedure without a row, a row without a procedure and one that differs are each named', () => {
  const view = { _def: { meta: { right: 'view', object: 'service' } } } as const;
  const table = {
    'services.get': { right: 'operate', object: 'service' },
    'services.gone': { right: 'view', object: 'service' },
  } as const;
  const problems = tableProblems(
    { 'services.get': view, 'services.new': view, 'raw.one': { _def: {} } },
    table,
  );
  assert.deepEqual(problems, [
    'services.get needs operate on service by the rights table, and view on service by its builder',
    'services.new has no row in server/api/rights-table.ts; its builder says view on service',
    'raw.one was made by no builder of server/api/init.ts',
    'services.gone has a row in server/api/rights-table.ts, but is no procedure',
  ]);
});

test('the roles have the rights that the product promises them', () => {
  assert.deepEqual(RIGHTS, {
    view: ['owner', 'ops', 'product', 'tester'],
    visit: ['owner', 'ops', 'product', 'tester'],
    release: ['owner', 'ops', 'product'],
    operate: ['owner', 'ops'],
    administer: ['owner'],
  });
  assert.ok(Object.keys(RIGHTS_TABLE).length > 50);
});
