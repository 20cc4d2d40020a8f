// What the console process holds: its three connections, its settings, its keys, one watch. Next may load this module
// more than once in a process, so the state hangs on globalThis. Nothing here matters after a crash.
import { EventEmitter } from 'node:events';
import {
  berthFile,
  type Db,
  type LogsDb,
  logsFile,
  type MetricsDb,
  metricsFile,
  openDb,
  openLogsDb,
  openMetricsDb,
} from '#db/open.ts';
import { type Watch, watchDb } from '#db/watch.ts';
import { type Auth, createAuth } from '#server/api/auth.ts';
import { SignOn } from '#server/api/single-sign-on/sign-on.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { openSecretBox, type SecretBox } from '#server/keys/secret-box.ts';
import { readSettings, type Settings } from '#server/settings.ts';

export type ConsoleState = {
  db: Db;
  metrics: MetricsDb;
  /** Only read here. */
  logs: LogsDb;
  settings: Settings;
  auth: Auth;
  /** Signing in by the identity provider. */
  signOn: SignOn;
  visitKey: Buffer;
  secrets: SecretBox;
  /** Emits `change` soon after every commit to berth.db. */
  changes: EventEmitter<{ change: [] }>;
  watch: Watch;
};

const holder = globalThis as { cloudBerthConsole?: ConsoleState };

export function consoleState(): ConsoleState {
  holder.cloudBerthConsole ??= openConsole();
  return holder.cloudBerthConsole;
}

/** Lets go of everything that {@link consoleState} opened. */
export function closeConsole(): void {
  const state = holder.cloudBerthConsole;
  state?.watch.close();
  state?.db.$client.close();
  state?.metrics.$client.close();
  state?.logs.$client.close();
  holder.cloudBerthConsole = undefined;
}

function openConsole(): ConsoleState {
  const settings = readSettings();
  const file = berthFile(settings.dataDir);
  const db = openDb(file);
  const changes = new EventEmitter<{ change: [] }>();
  changes.setMaxListeners(0);
  const { consoleUrl } = settings;
  const key = keyOf(settings.dataDir, 'session');
  const secrets = openSecretBox(settings.dataDir);
  return {
    db,
    metrics: openMetricsDb(metricsFile(settings.dataDir)),
    logs: openLogsDb(logsFile(settings.dataDir)),
    settings,
    auth: createAuth(db, key, consoleUrl),
    signOn: new SignOn({ db, key, consoleUrl, secrets }),
    visitKey: keyOf(settings.dataDir, 'visit'),
    secrets,
    changes,
    watch: watchDb(file, () => changes.emit('change')),
  };
}
