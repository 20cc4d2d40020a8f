import type { RegistryConfig } from 'dockerode';
import { DEFAULT_REGISTRY } from '#server/domain/registry.ts';
import type { RegistrySignIn } from '#server/runner/port.ts';

/** As a pull takes it (Docker Engine API, Authentication). */
export function authOf({ registry, username, password }: RegistrySignIn) {
  return { serveraddress: addressOf(registry), username, password };
}

/** As a build takes it, for several registries; undefined for none. */
export function registryConfigOf(signIns: readonly RegistrySignIn[]): RegistryConfig | undefined {
  if (signIns.length === 0) return undefined;
  const config = Object.fromEntries(signIns.map((signIn) => [addressOf(signIn.registry), authOf(signIn)]));
  const base64 = Buffer.from(JSON.stringify(config)).toString('base64');
  // By itself the client would send plain base64, which the engine cannot read (RFC 4648 §5, padded); its types do not
  // know of this way.
  Reflect.set(config, 'base64', base64.replaceAll('+', '-').replaceAll('/', '_'));
  return config;
}

/** Docker Hub goes by another name where passwords are concerned (moby, registry.IndexServer). */
function addressOf(registry: string): string {
  return registry === DEFAULT_REGISTRY ? 'https://index.docker.io/v1/' : registry;
}
