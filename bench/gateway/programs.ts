import { findProgram, installPackages, type Log } from '#scripts/debian-packages.ts';

/** Program → the Debian package that it comes with. */
const PACKAGES = {
  nginx: 'nginx',
  haproxy: 'haproxy',
  caddy: 'caddy',
  wrk: 'wrk',
  h2load: 'nghttp2-client',
  taskset: 'util-linux',
  openssl: 'openssl',
} as const;

type Program = keyof typeof PACKAGES;

/**
 * Debian starts a server that it installs, on port 80 and for good. Under these settings systemctl starts nothing,
 * and a machine without systemd is taken for one in maintenance.
 */
const NOTHING_STARTS = { SYSTEMD_OFFLINE: '1', RUNLEVEL: '1' };

/** Installs what is missing of them. Throws, saying what to install by hand, where that cannot be done. */
export async function ensurePrograms(log: Log): Promise<void> {
  const names = Object.keys(PACKAGES) as Program[];
  const missing = names.filter((name) => !findProgram(name)).map((name) => PACKAGES[name]);
  if (missing.length > 0) await installPackages(missing, log, NOTHING_STARTS);
}

/** Its absolute path. Throws where it is missing. */
export function programOf(name: Program): string {
  const file = findProgram(name);
  if (!file) throw new Error(`${name} is missing: please install Debian's package ${PACKAGES[name]}`);
  return file;
}
