import { z } from 'zod';

/** What a reference without a registry means (distribution/reference). */
export const DEFAULT_REGISTRY = 'docker.io';

/** The registry that an image reference leads to: host, with port where it has one. */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length === 0 || !/[.:]|^localhost$/.test(first)) return DEFAULT_REGISTRY;
  return first === 'index.docker.io' ? DEFAULT_REGISTRY : first;
}

/** 私有镜像密钥 as a form sends it. The password goes in and never comes out. */
export const registryCredentialSchema = z.object({
  registry: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'registry_required')
    .max(255, 'registry_invalid')
    .refine(isRegistry, 'registry_invalid')
    .transform((registry) => registryOf(`${registry}/any`)),
  /** RFC 7617 §2: a colon would end it. */
  username: z
    .string()
    .trim()
    .min(1, 'registry_username_required')
    .max(255, 'registry_username_invalid')
    .regex(/^[^:\p{Cc}]*$/u, 'registry_username_invalid'),
  password: z.string().min(1, 'registry_password_required').max(32_768, 'registry_password_too_long'),
});

export type RegistryCredentialInput = z.output<typeof registryCredentialSchema>;

/** As the first part of a reference: `localhost`, or with a dot or a port, and without a scheme. */
function isRegistry(registry: string): boolean {
  const isHost = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$/.test(registry);
  return isHost && /[.:]|^localhost$/.test(registry);
}
