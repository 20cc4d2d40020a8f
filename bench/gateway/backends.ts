// What stands behind the proxies, on the load's core: as cheap as can be, so that the load can reach the limit of a
// proxy. Three versions are one nginx with three ports; the echo is for WebSockets.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '#bench/gateway/free-ports.ts';
import { LOAD_CORE, startPinned } from '#bench/gateway/pinned.ts';
import { programOf } from '#bench/gateway/programs.ts';

/** Version → its port and its share of the traffic in per cent. */
export type Version = { name: string; port: number; percent: number };

export type Backends = { versions: readonly Version[]; echoPort: number };

/** Answered with {@link BULK_BYTES}. */
export const DOWNLOAD_PATH = '/10-mb';
/** A body that is sent there is read to its end, then answered in a few bytes. */
export const UPLOAD_PATH = '/upload';
export const BULK_BYTES = 10 * 2 ** 20;

/** Each version answers with its name, in about 60 bytes. */
export async function startBackends(folder: string, running: AsyncDisposableStack): Promise<Backends> {
  const [v1 = 0, v2 = 0, v3 = 0, echoPort = 0] = await freePorts(4);
  const versions = [
    { name: 'v1', port: v1, percent: 70 },
    { name: 'v2', port: v2, percent: 20 },
    { name: 'v3', port: v3, percent: 10 },
  ];
  running.use(await startVersions(folder, versions));
  running.use(await startEcho(echoPort));
  return { versions, echoPort };
}

async function startVersions(folder: string, versions: readonly Version[]) {
  mkdirSync(path.join(folder, 'files'));
  writeFileSync(path.join(folder, 'files', DOWNLOAD_PATH), Buffer.alloc(BULK_BYTES, 'x'));
  const file = path.join(folder, 'versions.conf');
  writeFileSync(file, configuration(folder, versions));
  const args = ['-c', file, '-e', path.join(folder, 'versions.log')];
  return startPinned({ core: LOAD_CORE, program: programOf('nginx'), args, port: versions[0]?.port ?? 0 });
}

function startEcho(port: number) {
  const args = [path.join(import.meta.dirname, 'echo.ts'), String(port)];
  return startPinned({ core: LOAD_CORE, program: process.execPath, args, port });
}

function configuration(folder: string, versions: readonly Version[]): string {
  const servers = versions.map(
    ({ name, port }) => `server {
    listen 127.0.0.1:${port};
    location = ${DOWNLOAD_PATH} { root ${folder}/files; sendfile on; }
    location = ${UPLOAD_PATH} {
      client_max_body_size 0;
      client_body_buffer_size 11m;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_method GET;
      proxy_pass http://127.0.0.1:${port}/;
    }
    location / { return 200 "answered by ${name}, one of three versions of one service.\\n"; }
  }`,
  );
  return `daemon off;
user root;
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
