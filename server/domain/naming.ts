// Names: what a person may type, and what the system derives from it.

/** Lower case, because the name becomes a hostname label; at most 20 (product.md 3). */
const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/;

export function isServiceName(name: string): boolean {
  return SERVICE_NAME.test(name);
}

/** `服务名-001`: three digits, more when needed (S3-15, S3-58). */
export function versionName(serviceName: string, number: number): string {
  return `${serviceName}-${versionDigits(number)}`;
}

export function versionDigits(number: number): string {
  return String(number).padStart(3, '0');
}

/** The label of a service's default domain, without the base domain. `random` is 6 of [a-z0-9]. */
export function serviceHostLabel(serviceName: string, random: string): string {
  return `${serviceName}-${random}`;
}

/** The label of a version's test address: `v002-服务名-<random>` (product.md 4). */
export function testHostLabel(serviceHost: string, number: number): string {
  return `v${versionDigits(number)}-${serviceHost}`;
}

/** The service label that a test address would belong to; undefined where it has not the form of one. */
export function hostOfTestLabel(label: string): string | undefined {
  return /^v\d{3,}-(.+)$/.exec(label)?.[1];
}

/** The address a browser opens. The port is left out where it is the scheme's own. */
export function serviceUrl(label: string, place: { baseDomain: string; gatewayPort: number }): string {
  const port = place.gatewayPort === 80 ? '' : `:${place.gatewayPort}`;
  return `http://${label}.${place.baseDomain}${port}/`;
}

/** 1–20 letters of any script, digits or hyphens; begins with a letter. */
export function isEnvironmentAlias(alias: string): boolean {
  return /^\p{L}[\p{L}\p{N}-]{0,19}$/u.test(alias);
}
