import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { berthFile, type Db, openDb } from '#db/open.ts';
import { findRoutes, listRoutesAfter, saveRoutes } from '#db/stores/routes.ts';
import { newDataFolder } from '#db/temporary.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { NO_TRAFFIC } from '#server/domain/traffic.ts';

test('the revision rises over all services, and a reader gets what changed after the one it knows', (t) => {
  const db = testDb(t);
  assert.equal(saveRoutes(db, 'a', routes('a', 1)), 1);
  assert.equal(saveRoutes(db, 'b', routes('b', 1)), 2);
  assert.equal(saveRoutes(db, 'a', routes('a', 2)), 3);

  assert.deepEqual(
    listRoutesAfter(db, 0).map((row) => [row.serviceId, row.revision, row.document?.generation]),
    [
      ['b', 2, 1],
      ['a', 3, 2],
    ],
  );
  assert.deepEqual(
    listRoutesAfter(db, 2).map((row) => row.serviceId),
    ['a'],
  );
  assert.deepEqual(listRoutesAfter(db, 3), []);
});

test('a service that is gone stays as a row without a document, so that every reader hears of it', (t) => {
  const db = testDb(t);
  saveRoutes(db, 'a', routes('a', 1));
  const revision = saveRoutes(db, 'a', null);
  assert.deepEqual(listRoutesAfter(db, revision - 1), [{ serviceId: 'a', revision, document: null }]);
  assert.equal(findRoutes(db, 'a')?.document, null);
});

function routes(serviceId: string, generation: number): ServiceRoutes {
  const host = `${serviceId}-abc123`;
  return {
    serviceId,
    serviceName: serviceId,
    environmentId: 'environment',
    generation,
    host,
    isPaused: false,
    traffic: NO_TRAFFIC,
    versions: [],
  };
}

function testDb(t: TestContext): Db {
  const dataDir = newDataFolder();
  const db = openDb(berthFile(dataDir));
  t.after(() => {
    db.$client.close();
    rmSync(dataDir, { recursive: true });
  });
  return db;
}
