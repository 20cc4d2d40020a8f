// Where browsers reach the webshell: a port of the deployer's own, beside the console's.

export type ShellSettings = {
  /** 0: there is no webshell. */
  port: number;
  /** `wss://…`, where a proxy stands before it; null where browsers reach the port themselves. */
  url: string | null;
  /** The only origin whose pages may connect; null: pages of the same host on the console's port. */
  consoleOrigin: string | null;
};

/**
 * For the page of a console that is called so (`Host`), where the settings do not say. Null where there is none:
 * without a webshell, and by TLS, from where browsers open nothing without.
 */
export function shellUrl({ port, url }: ShellSettings, isHttps: boolean, host: string | null): string | null {
  if (port === 0) return null;
  if (url !== null) return url;
  const name = hostName(host ?? '');
  return isHttps || name === null ? null : `ws://${name}:${port}`;
}

/** What a page's policy has to allow for it: an origin, without the path. */
export function shellOrigin(settings: ShellSettings, isHttps: boolean, host: string | null): string | null {
  const url = shellUrl(settings, isHttps, host);
  return url === null ? null : new URL(url).origin;
}

/** Whether a page of `origin` may connect to what was called `host`. `consolePort`: where pages are served. */
export function isShellOrigin(
  { consoleOrigin }: ShellSettings,
  consolePort: number,
  origin: string,
  host: string,
): boolean {
  if (consoleOrigin !== null) return origin === consoleOrigin;
  const name = hostName(host);
  return name !== null && origin === new URL(`http://${name}:${consolePort}`).origin;
}

/** Without its port; null where it is none, and could be something else in a header. */
function hostName(host: string): string | null {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return /^([a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(name) && URL.canParse(`http://${name}`) ? name : null;
}
