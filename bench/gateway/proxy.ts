import type { Backends } from '#bench/gateway/backends.ts';

export const PROXY_NAMES = ['gateway', 'haproxy', 'nginx', 'caddy'] as const;
export type ProxyName = (typeof PROXY_NAMES)[number];

/** One that runs. */
export type RunningProxy = { name: ProxyName; pid: number; port: number };

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
  /** Where a profile of the gateway goes. */
  profileFolder?: string;
};
