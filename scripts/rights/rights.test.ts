import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { isFailed, sentenceOf } from '#scripts/rights/cell.ts';
import { walkProcedures } from '#scripts/rights/procedure-walk.ts';
import { routeProblems, uncovered, walkAll } from '#scripts/rights/walk.ts';
import { prepareWalk, type Walked } from '#scripts/rights/walked.ts';
import { closeConsole } from '#server/api/console-state.ts';

let data: TemporaryData;
let walked: Walked;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  walked = await prepareWalk();
});

after(() => {
  closeConsole();
  data[Symbol.dispose]();
});

test('everybody gets what the tables say, and nothing else, from every procedure, stream, route, test address and webshell', async () => {
  const cells = await walkAll(walked);
  assert.deepEqual(cells.filter(isFailed).map(sentenceOf), []);
});

test('every procedure and every route has its row', async () => {
  assert.deepEqual(await uncovered(), []);
});

test('a route without a row and a row without a route are named', () => {
  assert.deepEqual(routeProblems(['GET /new'], { 'GET /gone': 'open' }), [
    'GET /new has no row in server/api/routes-table.ts',
    'GET /gone has a row in server/api/routes-table.ts, but app/ has no such route',
  ]);
});

test('the walk sees a right that is wider than the table says, and one that is narrower', async () => {
  const cells = await walkProcedures(walked, {
    'services.get': { right: 'operate', object: 'service' },
    'services.pause': { right: 'view', object: 'service' },
  });
  const failed = cells.filter(isFailed).filter(({ proof }) => proof.name === 'session');
  assert.deepEqual(
    failed.map(({ what, person, target, got }) => `${what} ${person?.name} ${target} ${got}`),
    [
      'services.get product here pass',
      'services.get tester here pass',
      'services.get tester here, ops there here pass',
      'services.pause tester here not_found',
      'services.pause tester here, ops there here not_found',
    ],
  );
});
