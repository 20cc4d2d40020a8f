// What the console process holds: its two connections, its settings, its keys, one watch. Next may load this module
// more than once in a process, so the state hangs on globalThis. Nothing here matters after a crash.
import { EventEmitter } from 'node:events';
import { berthFile, type Db, type MetricsDb, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import { watchDb } from '#db/watch.ts';
import { type Auth, createAuth } from '#server/api/auth.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { readSettings, type Settings } from '#server/settings.ts';

export type ConsoleState = {
  db: Db;
  metrics: MetricsDb;
  settings: Settings;
  auth: Auth;
  visitKey: Buffer;
  /** Emits `change` soon after every commit to berth.db. */
  changes: EventEmitter<{ change: [] }>;
};

const holder = globalThis as { cloudBerthConsole?: ConsoleState };

export function consoleState(): ConsoleState {
  holder.cloudBerthConsole ??= openConsole();
  return holder.cloudBerthConsole;
}

function openConsole(): ConsoleState {
  const settings = readSettings();
  const file = berthFile(settings.dataDir);
  const db = openDb(file);
  const changes = new EventEmitter<{ change: [] }>();
  changes.setMaxListeners(0);
  watchDb(file, () => changes.emit('change'));
  return {
    db,
    metrics: openMetricsDb(metricsFile(settings.dataDir)),
    settings,
    auth: createAuth(db, keyOf(settings.dataDir, 'session')),
    visitKey: keyOf(settings.dataDir, 'visit'),
    changes,
  };
}
