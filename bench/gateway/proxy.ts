import type { Backends } from '#bench/gateway/backends.ts';
import type { Certificate } from '#bench/gateway/certificate.ts';

export const PROXY_NAMES = ['gateway', 'haproxy', 'nginx', 'caddy'] as const;
export type ProxyName = (typeof PROXY_NAMES)[number];

/** One that runs. */
export type RunningProxy = {
  name: ProxyName;
  pid: number;
  port: number;
  /** Where it speaks TLS. */
  tlsPort: number;
};

export const BASE_DOMAIN = 'bench.localhost';
/** Goes to three versions. */
export const SPLIT_HOST = `split.${BASE_DOMAIN}`;
/** Goes to the one backend that takes WebSockets. */
export const ECHO_HOST = `echo.${BASE_DOMAIN}`;

export type ProxyOptions = {
  backends: Backends;
  /** For configurations and data. */
  folder: string;
  port: number;
  tlsPort: number;
  certificate: Certificate;
  /** Where a profile of the gateway goes. */
  profileFolder?: string;
};
