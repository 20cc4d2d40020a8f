// Our gateway as its users run it: the real process on a migrated data folder, told everything by its settings.
import path from 'node:path';
import { freePorts } from '#bench/gateway/free-ports.ts';
import { PROXY_CORE, type Running, startPinned } from '#bench/gateway/pinned.ts';
import { BASE_DOMAIN, type ProxyOptions } from '#bench/gateway/proxy.ts';
import { benchRoutes } from '#bench/gateway/routes.ts';
import { migrate } from '#db/migrate.ts';
import { berthFile, type Db, openDb } from '#db/open.ts';
import { saveRoutes } from '#db/stores/routes.ts';

const MAIN = path.resolve(import.meta.dirname, '../../server/gateway/main.ts');

export async function startGateway(options: ProxyOptions): Promise<Running> {
  const dataDir = path.join(options.folder, 'data');
  await withDb(dataDir, (db) => {
    for (const routes of benchRoutes(options.backends)) saveRoutes(db, routes.serviceId, routes);
  });
  return startWorker({ dataDir, port: options.port, profileFolder: options.profileFolder });
}

/** One worker on a data folder with routes in it. */
export async function startWorker(options: {
  dataDir: string;
  port: number;
  profileFolder?: string;
}): Promise<Running> {
  const [adminPort] = await freePorts(1);
  const env = {
    NODE_ENV: 'production',
    DATA_DIR: options.dataDir,
    BASE_DOMAIN,
    GATEWAY_PORT: String(options.port),
    GATEWAY_ADMIN_PORT: String(adminPort),
    GATEWAY_WORKERS: '1',
    NODE_OPTIONS: options.profileFolder ? `--cpu-prof --cpu-prof-dir=${options.profileFolder}` : '',
  };
  return startPinned({ core: PROXY_CORE, program: process.execPath, args: [MAIN], env, port: options.port });
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
