// What stands behind the proxies, on the load's core: as cheap as can be, so that the load can reach the limit of a
// proxy. Three versions are one nginx with three ports; the sink takes bodies and WebSockets.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '#bench/gateway/free-ports.ts';
import { LOAD_CORE, startPinned } from '#bench/gateway/pinned.ts';
import { programOf } from '#bench/gateway/programs.ts';

/** Version → its port and its share of the traffic in per cent. */
export type Version = { name: string; port: number; percent: number };

export type Backends = { versions: readonly Version[]; sinkPort: number };

export const BULK_PATH = '/10-mb';
export const BULK_BYTES = 10 * 2 ** 20;

/** `text` is answered by each version with its name, in about 60 bytes. */
export async function startBackends(folder: string, running: AsyncDisposableStack): Promise<Backends> {
  const [v1 = 0, v2 = 0, v3 = 0, sinkPort = 0] = await freePorts(4);
  const versions = [
    { name: 'v1', port: v1, percent: 70 },
    { name: 'v2', port: v2, percent: 20 },
    { name: 'v3', port: v3, percent: 10 },
  ];
  running.use(await startVersions(folder, versions));
  running.use(await startSink(sinkPort));
  return { versions, sinkPort };
}

async function startVersions(folder: string, versions: readonly Version[]) {
  mkdirSync(path.join(folder, 'files'));
  writeFileSync(path.join(folder, 'files', BULK_PATH), Buffer.alloc(BULK_BYTES, 'x'));
  const file = path.join(folder, 'versions.conf');
  writeFileSync(file, configuration(folder, versions));
  const args = ['-c', file, '-e', path.join(folder, 'versions.log')];
  return startPinned({ core: LOAD_CORE, program: programOf('nginx'), args, port: versions[0]?.port ?? 0 });
}

function startSink(port: number) {
  const args = [path.join(import.meta.dirname, 'sink.ts'), String(port)];
  return startPinned({ core: LOAD_CORE, program: process.execPath, args, port });
}

function configuration(folder: string, versions: readonly Version[]): string {
  const servers = versions.map(
    ({ name, port }) => `server {
    listen 127.0.0.1:${port};
    location = ${BULK_PATH} { root ${folder}/files; sendfile on; }
    location / { return 200 "answered by ${name}, one of three versions of one service.\\n"; }
  }`,
  );
  return `daemon off;
worker_processes 1;
pid ${folder}/versions.pid;
events { worker_connections 8192; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 120s;
  default_type text/plain;
  ${servers.join('\n  ')}
}
`;
}
