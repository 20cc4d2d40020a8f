import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROXY_CORE, type Running, startPinned } from '#bench/gateway/pinned.ts';
import { programOf } from '#bench/gateway/programs.ts';
import { ECHO_HOST, type ProxyOptions, SPLIT_HOST } from '#bench/gateway/proxy.ts';

const TEN_PERCENT = 10;

/** One thread of Go code at a time; it sets X-Forwarded-* by itself. */
export function startCaddy(options: ProxyOptions): Promise<Running> {
  const { folder, port } = options;
  const file = path.join(folder, 'caddy.json');
  writeFileSync(file, JSON.stringify(configuration(options)));
  const env = { GOMAXPROCS: '1', XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, HOME: folder };
  const args = ['run', '--config', file];
  return startPinned({ core: PROXY_CORE, program: programOf('caddy'), args, env, port });
}

function configuration({ backends, port, tlsPort, certificate }: ProxyOptions) {
  // Debian's Caddy has no weights: a version stands in the round once for every ten per cent.
  const turns = backends.versions.flatMap(({ port, percent }) => Array(percent / TEN_PERCENT).fill(port));
  const routes = [routeOf(SPLIT_HOST, turns), routeOf(ECHO_HOST, [backends.echoPort])];
  const server = { automatic_https: { disable: true }, routes };
  const files = { certificate: certificate.certificateFile, key: certificate.keyFile };
  return {
    admin: { disabled: true, config: { persist: false } },
    logging: { logs: { default: { writer: { output: 'discard' } } } },
    apps: {
      http: {
        servers: {
          plain: { ...server, listen: [`127.0.0.1:${port}`] },
          secured: {
            ...server,
            listen: [`127.0.0.1:${tlsPort}`],
            tls_connection_policies: [{ default_sni: SPLIT_HOST }],
          },
        },
      },
      tls: { certificates: { load_files: [files] } },
    },
  };
}

function routeOf(host: string, ports: readonly number[]) {
  const handler = {
    handler: 'reverse_proxy',
    upstreams: ports.map((port) => ({ dial: `127.0.0.1:${port}` })),
    load_balancing: { selection_policy: { policy: 'round_robin' } },
    transport: { protocol: 'http', keep_alive: { max_idle_conns_per_host: 256 } },
  };
  return { match: [{ host: [host] }], handle: [handler] };
}
