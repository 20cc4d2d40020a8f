// Our gateway as its users run it: the real process on a migrated data folder, told everything by its settings.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '#bench/gateway/free-ports.ts';
import { PROXY_CORE, type Running, startPinned } from '#bench/gateway/pinned.ts';
import { BASE_DOMAIN, type ProxyOptions } from '#bench/gateway/proxy.ts';
import { benchRoutes } from '#bench/gateway/routes.ts';
import { migrate } from '#db/migrate.ts';
import { berthFile, type Db, openDb } from '#db/open.ts';
import { saveRoutes } from '#db/stores/routes.ts';
import { addCertificate } from '#server/commands/add-certificate.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { GATEWAY_NODE_FLAGS } from '#server/supervisor/gateway-flags.ts';

const MAIN = path.resolve(import.meta.dirname, '../../server/gateway/main.ts');

export async function startGateway(options: ProxyOptions): Promise<Running> {
  const dataDir = path.join(options.folder, 'data');
  await withDb(dataDir, (db) => {
    for (const routes of benchRoutes(options.backends)) saveRoutes(db, routes.serviceId, routes);
    addCertificate(contextOf(db, dataDir), {
      chain: readFileSync(options.certificate.certificateFile, 'utf8'),
      key: readFileSync(options.certificate.keyFile, 'utf8'),
    });
  });
  const { port, tlsPort, profileFolder } = options;
  return startWorker({ dataDir, port, tlsPort, profileFolder });
}

function contextOf(db: Db, dataDir: string): CommandContext {
  const { seal } = openSecretBox(dataDir);
  const randomText = (length: number) => randomBytes(length).toString('hex').slice(0, length);
  return { db, actor: SYSTEM, now: Date.now, randomText, seal };
}

/** One worker on a data folder with routes in it. */
export async function startWorker(options: {
  dataDir: string;
  port: number;
  /** 0: none. */
  tlsPort?: number;
  profileFolder?: string | undefined;
}): Promise<Running> {
  const [adminPort] = await freePorts(1);
  const env = {
    NODE_ENV: 'production',
    DATA_DIR: options.dataDir,
    BASE_DOMAIN,
    GATEWAY_PORT: String(options.port),
    GATEWAY_TLS_PORT: String(options.tlsPort ?? 0),
    GATEWAY_ADMIN_PORT: String(adminPort),
    GATEWAY_WORKERS: '1',
    NODE_OPTIONS: options.profileFolder ? `--cpu-prof --cpu-prof-dir=${options.profileFolder}` : '',
  };
  return startPinned({
    core: PROXY_CORE,
    program: process.execPath,
    args: [...GATEWAY_NODE_FLAGS, MAIN],
    env,
    port: options.port,
  });
}

/** Migrates the folder, lends its database until `use` is done, closes it. */
export async function withDb<T>(dataDir: string, use: (db: Db) => T | Promise<T>): Promise<T> {
  migrate(dataDir);
  const db = openDb(berthFile(dataDir));
  try {
    return await use(db);
  } finally {
    db.$client.close();
  }
}
