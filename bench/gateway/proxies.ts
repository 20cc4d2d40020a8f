// The proxies side by side, each with one worker on the same core, the same two hosts and the same split.
import { startCaddy } from '#bench/gateway/caddy.ts';
import { makeCertificate } from '#bench/gateway/certificate.ts';
import { startGateway } from '#bench/gateway/cloudberth.ts';
import { freePorts } from '#bench/gateway/free-ports.ts';
import { startHaproxy } from '#bench/gateway/haproxy.ts';
import { startNginx } from '#bench/gateway/nginx.ts';
import type { Running } from '#bench/gateway/pinned.ts';
import { PROXY_NAMES, type ProxyName, type ProxyOptions, type RunningProxy } from '#bench/gateway/proxy.ts';

const STARTERS: Record<ProxyName, (options: ProxyOptions) => Promise<Running>> = {
  gateway: startGateway,
  haproxy: startHaproxy,
  nginx: startNginx,
  caddy: startCaddy,
};

/** Starts them all; `running` ends them. */
export async function startProxies(
  options: Omit<ProxyOptions, 'port' | 'tlsPort' | 'certificate'>,
  running: AsyncDisposableStack,
): Promise<RunningProxy[]> {
  const certificate = makeCertificate(options.folder);
  const proxies: RunningProxy[] = [];
  for (const name of PROXY_NAMES) {
    const [port = 0, tlsPort = 0] = await freePorts(2);
    const { pid } = running.use(await STARTERS[name]({ ...options, port, tlsPort, certificate }));
    proxies.push({ name, port, pid, tlsPort });
  }
  return proxies;
}
