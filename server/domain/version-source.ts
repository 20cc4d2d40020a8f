// Where a version's instances come from (上传方式).
import { z } from 'zod';
import { imageReferenceSchema } from '#server/domain/image-reference.ts';
import { isPlainText } from '#server/domain/plain-text.ts';
import { keptSecretSchema, newSecretSchema } from '#server/domain/secret.ts';

/** Dockerfile 名称 and 目标目录: where a build begins, below the root of the code. */
const buildFields = {
  dockerfile: z
    .string()
    .trim()
    .min(1, 'dockerfile_required')
    .max(200, 'dockerfile_invalid')
    .refine(isInside, 'dockerfile_invalid')
    .refine((name) => !isComposeFile(name), 'compose_unsupported')
    .default('Dockerfile'),
  directory: z
    .string()
    .trim()
    .max(400, 'directory_invalid')
    .refine(isInside, 'directory_invalid')
    .default('/'),
};

/**
 * When somebody last asked for what a tag or a branch leads to now, in epoch ms: names move, and without being asked
 * again a version keeps what it found.
 */
const asOf = z.int().min(0).nullable().default(null);

/** 镜像拉取. `credentialId` names a 私有镜像密钥 of the environment. */
const imageSourceSchema = z.object({
  kind: z.literal('image'),
  image: imageReferenceSchema,
  credentialId: z.string().nullable().default(null),
  asOf,
});

/** 本地代码: what was uploaded before. */
const packageSourceSchema = z.object({
  kind: z.literal('package'),
  packageId: z.string().min(1, 'package_required'),
  /** As the person's machine calls it; only to be shown. */
  fileName: z.string().max(255).refine(isPlainText, 'text_not_plain').default(''),
  ...buildFields,
});

/** 代码库拉取: over https, or an absolute path of this machine. */
const repositoryFields = {
  kind: z.literal('repository'),
  url: z
    .string()
    .trim()
    .min(1, 'repository_required')
    .max(1000, 'repository_invalid')
    .refine(isRepository, 'repository_invalid'),
  branch: z
    .string()
    .trim()
    .min(1, 'branch_required')
    .max(200, 'branch_invalid')
    .refine(isBranch, 'branch_invalid')
    .default('main'),
  asOf,
  ...buildFields,
};

/** 镜像拉取, 本地代码 or 代码库拉取, as a snapshot keeps it. */
export const sourceSchema = z.discriminatedUnion('kind', [
  imageSourceSchema,
  packageSourceSchema,
  z.object({ ...repositoryFields, token: keptSecretSchema.nullable().default(null) }),
]);

/** 镜像拉取, 本地代码 or 代码库拉取, as a form sends it. */
export const sourceInputSchema = z.discriminatedUnion('kind', [
  imageSourceSchema,
  packageSourceSchema,
  z.object({
    ...repositoryFields,
    token: z.discriminatedUnion('kind', [keptSecretSchema, newSecretSchema]).nullable().default(null),
  }),
]);

/** No way out of the folder: neither absolute in effect nor upwards. */
function isInside(place: string): boolean {
  return !/[\p{Cc}\\]/u.test(place) && place.isWellFormed() && !place.split('/').includes('..');
}

/** Docker Compose describes several containers at once (S3-3). */
function isComposeFile(place: string): boolean {
  return /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/i.test(place);
}

/** Without the characters that a URL's parser would drop, and git would not. */
function isRepository(url: string): boolean {
  if (/\p{Cc}/u.test(url) || !url.isWellFormed()) return false;
  if (url.startsWith('/')) return isInside(url);
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' && parsed.username === '' && parsed.password === '';
}

/** What `git check-ref-format --branch` allows, for the names that people use. */
function isBranch(branch: string): boolean {
  return /^(?![-/.])(?!.*(?:\.\.|\/\/|@\{|\.lock$|[/.]$))[^\s~^:?*[\\\p{Cc}\p{Cs}]+$/u.test(branch);
}

export type VersionSource = z.output<typeof sourceSchema>;

/** What messages call the thing that instances are made from. */
export function imageName({ source }: { source: VersionSource }): string {
  if (source.kind === 'image') return source.image;
  return source.kind === 'package' ? source.fileName : source.url;
}
