// What an earlier release stored is there in today's forms after the start of this one.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { migrate, migrateFile } from '#db/migrate.ts';
import { berthFile, openDb } from '#db/open.ts';
import { loadDesiredService } from '#db/stores/desired-service.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { readSpec } from '#db/stores/versions.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';

const MIGRATIONS = path.join(import.meta.dirname, 'migrations', 'berth');
/** The migrations of the first release. */
const FIRST_RELEASE = 3;

const OLD_SPEC = {
  source: { kind: 'image', image: 'shop/order-api:1.8.3' },
  port: 8080,
  cpu: 0.5,
  memoryGb: 1,
  replicaMode: 'low-cost',
  minReplicas: 0,
  maxReplicas: 50,
  scalePolicies: [{ metric: 'cpu', thresholdPercent: 60 }],
  env: [
    { name: 'COLOUR', value: 'green' },
    { name: 'EMPTY', value: '' },
  ],
  initialDelaySeconds: 2,
  probe: { kind: 'tcp' },
  command: [],
  args: [],
  logPath: 'stdout',
};

const OLD_ROUTES = {
  serviceId: 'a',
  serviceName: 'order-api',
  environmentId: 'e1',
  generation: 4,
  host: 'order-api-abc123',
  isPaused: false,
  shares: [{ versionId: 'v1', percent: 100 }],
  versions: [],
};

const OLD_ROWS = `
  INSERT INTO environments VALUES ('e1', 'prod', 'sh', 5, 5);
  INSERT INTO services (id, environment_id, name, host, created_at, updated_at) VALUES ('a', 'e1', 'order-api', 'x', 0, 0);
  INSERT INTO versions (id, service_id, number, name, snapshot_number, created_at, updated_at)
    VALUES ('v1', 'a', 1, 'order-api-001', 1, 0, 0), ('v2', 'a', 2, 'order-api-002', 1, 0, 0);
  INSERT INTO snapshots VALUES ('v1', 1, '${JSON.stringify(OLD_SPEC)}', 0, 'u1'),
    ('v2', 1, '${JSON.stringify({ ...OLD_SPEC, env: [] })}', 0, 'u1');
  INSERT INTO deployments (id, service_id, version_id, snapshot_number, traffic_strategy, state, created_by, created_at, finished_at)
    VALUES ('d1', 'a', 'v1', 1, 'full', 'succeeded', 'u1', 10, 20), ('d2', 'a', 'v2', 1, 'full', 'failed', 'u1', 30, 40);
  INSERT INTO routes VALUES ('a', 7, '${JSON.stringify(OLD_ROUTES)}'), ('gone', 8, NULL);`;

test('configurations, routes, networks and what came live are read as if they had been stored today', (t) => {
  const dataDir = filledByFirstRelease(t);
  migrate(dataDir);
  const db = openDb(berthFile(dataDir));
  t.after(() => db.$client.close());
  const spec = readSpec(db, 'v1', 1);
  assert.deepEqual(versionSpecSchema.parse(spec), spec);
  assert.deepEqual(spec.env, [
    { kind: 'plain', name: 'COLOUR', value: 'green' },
    { kind: 'plain', name: 'EMPTY', value: '' },
  ]);
  assert.deepEqual(readSpec(db, 'v2', 1).env, []);
  assert.deepEqual(findRoutes(db, 'a')?.document?.traffic, {
    mode: 'percent',
    shares: [{ versionId: 'v1', percent: 100 }],
  });
  assert.equal(findRoutes(db, 'gone')?.document, null);
  const desired = loadDesiredService(db, 'a') ?? assert.fail('no service');
  assert.deepEqual(
    desired.versions.map(({ id, hasSucceeded, deployment }) => [id, hasSucceeded, deployment?.kind]),
    [
      ['v1', true, 'new-version'],
      ['v2', false, 'new-version'],
    ],
  );
  assert.equal(desired.networkId, 'e1');
});

/** A data folder as the first release left it. */
function filledByFirstRelease(t: TestContext): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-migrated-'));
  t.after(() => rmSync(dataDir, { recursive: true }));
  const folder = path.join(dataDir, 'migrations');
  cpSync(MIGRATIONS, folder, { recursive: true });
  const file = path.join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: unknown[] };
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, FIRST_RELEASE) }));
  migrateFile(openDb(berthFile(dataDir)), folder);
  const db = openDb(berthFile(dataDir));
  db.$client.exec(OLD_ROWS);
  db.$client.close();
  return dataDir;
}
