import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { migrate, migrateFile } from '#db/migrate.ts';
import { berthFile, metricsFile, openDb } from '#db/open.ts';

const BERTH_MIGRATIONS = path.join(import.meta.dirname, 'migrations', 'berth');

/** As drizzle-kit writes it when a column of a parent table changes: SQLite cannot alter it in place. */
const REBUILD_SERVICES = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_services\` AS SELECT * FROM \`services\`;--> statement-breakpoint
DROP TABLE \`services\`;--> statement-breakpoint
CREATE TABLE \`services\` (\`id\` text PRIMARY KEY NOT NULL, \`name\` text NOT NULL);--> statement-breakpoint
INSERT INTO \`services\` SELECT \`id\`, \`name\` FROM \`__new_services\`;--> statement-breakpoint
DROP TABLE \`__new_services\`;--> statement-breakpoint
PRAGMA foreign_keys=ON;`;

/** `user` has children that go with it (on delete cascade): the case that silently emptied a table. */
const REBUILD_USER = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_user\` (\`id\` text PRIMARY KEY NOT NULL, \`name\` text NOT NULL, \`email\` text NOT NULL UNIQUE,
  \`email_verified\` integer NOT NULL, \`image\` text, \`created_at\` integer NOT NULL, \`updated_at\` integer NOT NULL,
  \`two_factor_enabled\` integer NOT NULL, \`phone\` text);--> statement-breakpoint
INSERT INTO \`__new_user\` SELECT *, NULL FROM \`user\`;--> statement-breakpoint
DROP TABLE \`user\`;--> statement-breakpoint
ALTER TABLE \`__new_user\` RENAME TO \`user\`;--> statement-breakpoint
PRAGMA foreign_keys=ON;`;

const ORPHAN = `INSERT INTO \`versions\` (id, service_id, number, name, snapshot_number, created_at, updated_at)
  VALUES ('v9', 'no-such-service', 1, 'x-001', 1, 0, 0);`;

const ROWS = `
  INSERT INTO user (id, name, email, email_verified, created_at, updated_at)
    VALUES ('u1', 'A', 'a@example.com', 1, 0, 0), ('u2', 'B', 'b@example.com', 1, 0, 0);
  INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at) VALUES ('s1', 't1', 'u1', 9, 0, 0);
  INSERT INTO environments VALUES ('e1', 'prod', 'sh', 0, 0);
  INSERT INTO grants (user_id, environment_id, role, created_at) VALUES ('u1', NULL, 'owner', 0), ('u2', 'e1', 'ops', 0);
  INSERT INTO services (id, environment_id, name, host, created_at, updated_at) VALUES ('a', 'e1', 'a', 'a-1', 0, 0);
  INSERT INTO versions (id, service_id, number, name, snapshot_number, created_at, updated_at)
    VALUES ('v1', 'a', 1, 'a-001', 1, 0, 0), ('v2', 'a', 2, 'a-002', 1, 0, 0);
  INSERT INTO snapshots VALUES ('v1', 1, '{}', 0, 'u1'), ('v2', 1, '{}', 0, 'u1');`;

test('a filled database is migrated without losing a row, though a parent table is rebuilt', (t) => {
  const { dataDir, folder } = filled(t);
  const before: Record<string, number> = countRows(dataDir);
  addMigration(folder, REBUILD_USER);
  migrateFile(openDb(berthFile(dataDir)), folder);
  const after: Record<string, number> = countRows(dataDir);
  assert.deepEqual<Record<string, number>>(after, {
    ...before,
    __drizzle_migrations: (before.__drizzle_migrations ?? 0) + 1,
  });
  assert.ok((after.session ?? 0) > 0 && (after.grants ?? 0) > 1);
  using db = reader(dataDir);
  assert.equal(db.client.prepare('select phone from user').pluck().all().length, 2);
});

test('the rebuild that the test makes would empty the children with foreign keys on', (t) => {
  const { dataDir } = filled(t);
  using db = reader(dataDir);
  db.client.pragma('foreign_keys = ON');
  db.client.transaction(() => {
    for (const statement of REBUILD_USER.split('--> statement-breakpoint')) db.client.exec(statement);
  })();
  assert.equal(db.client.prepare('select count(*) from session').pluck().get(), 0);
});

test('a migration that leaves a broken foreign key stops the start', (t) => {
  const { dataDir, folder } = filled(t);
  addMigration(folder, ORPHAN);
  assert.throws(
    () => migrateFile(openDb(berthFile(dataDir)), folder),
    /foreign keys broken after migration.*versions/,
  );
});

test('a parent table may be replaced while its children stand', (t) => {
  const { dataDir, folder } = filled(t);
  addMigration(folder, REBUILD_SERVICES);
  migrateFile(openDb(berthFile(dataDir)), folder);
  assert.equal(countRows(dataDir).versions, 2);
});

test('both files come into being at the first start, and a second start changes nothing', (t) => {
  const dataDir = emptyFolder(t);
  migrate(dataDir);
  const first = countRows(dataDir);
  migrate(dataDir);
  assert.deepEqual(countRows(dataDir), first);
  assert.ok('services' in first);
  using metrics = opened(metricsFile(dataDir));
  assert.equal(metrics.client.prepare('select count(*) from request_buckets').pluck().get(), 0);
});

test('foreign keys are held after a migration', (t) => {
  const { dataDir } = filled(t);
  const db = openDb(berthFile(dataDir));
  t.after(() => db.$client.close());
  assert.throws(() => db.$client.exec(ORPHAN), /FOREIGN KEY constraint failed/);
});

/** A database with rows in parents and children, and a copy of the migrations that made it. */
function filled(t: TestContext): { dataDir: string; folder: string } {
  const dataDir = emptyFolder(t);
  migrate(dataDir);
  using db = reader(dataDir);
  db.client.exec(ROWS);
  const folder = path.join(dataDir, 'migrations');
  cpSync(BERTH_MIGRATIONS, folder, { recursive: true });
  return { dataDir, folder };
}

function addMigration(folder: string, sql: string): void {
  const file = path.join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { idx: number; when: number }[] };
  const last = journal.entries.at(-1) ?? assert.fail('there are no migrations');
  const entry = { ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_test' };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, '9999_test.sql'), sql);
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
}

function countRows(dataDir: string): Record<string, number> {
  using db = reader(dataDir);
  const tables = db.client
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all() as string[];
  return Object.fromEntries(
    tables.map((table) => [
      table,
      db.client.prepare(`select count(*) from "${table}"`).pluck().get() as number,
    ]),
  );
}

function reader(dataDir: string) {
  return opened(berthFile(dataDir));
}

function opened(file: string) {
  const client = new Sqlite(file);
  return { client, [Symbol.dispose]: () => client.close() };
}

function emptyFolder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'berth-migrate-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}
