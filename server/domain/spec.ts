// A version's configuration, as one frozen document. Instances are made from it and never edited.
import { z } from 'zod';

/** CPU choices in cores and, for each, the memory choices in GB (console-spec 6.2, versioned console). */
export const SPEC_TABLE = [
  { cpu: 0.25, memoryGb: [0.5, 1, 2] },
  { cpu: 0.5, memoryGb: [1, 2, 3, 4] },
  { cpu: 1, memoryGb: [1, 2, 3, 4, 5, 6, 7, 8] },
  { cpu: 2, memoryGb: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] },
  { cpu: 4, memoryGb: range(8, 32) },
  { cpu: 8, memoryGb: range(16, 32) },
  { cpu: 16, memoryGb: range(32, 64) },
] as const satisfies readonly { cpu: number; memoryGb: readonly number[] }[];

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Listening port: 1–61000 and not 9100 (console-spec 1.3). */
export const portSchema = z.int({ error: portIssue }).min(1, 'port_invalid').max(61000, 'port_invalid');

/** What was typed instead of a port: another protocol than HTTP (S3-1), more than one port (S3-5), or nothing that is one. */
function portIssue({ input }: { input?: unknown }): string {
  if (typeof input !== 'string') return 'port_invalid';
  if (/[a-z]/i.test(input)) return 'port_protocol';
  return /^\s*\d+\s*[^\d.\s]/.test(input) || /\d\s+\d/.test(input) ? 'port_single' : 'port_invalid';
}

const envNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'env_name_invalid');

const REGISTRY = /[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[0-9]{1,5})?\//;
const REPOSITORY_PART = /[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*/;
const TAG = /:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}/;
const DIGEST = /@sha256:[a-f0-9]{64}/;

/**
 * An image reference as the engine reads it, or a built-in sample `sample/<name>:<tag>`.
 * Grammar: distribution/reference, with registries in lower case. It goes into paths of the engine's API as it is.
 */
export const imageReferenceSchema = z
  .string()
  .trim()
  .min(1, 'image_required')
  .max(500, 'image_invalid')
  .regex(
    new RegExp(
      `^(?:${REGISTRY.source})?${REPOSITORY_PART.source}(?:/${REPOSITORY_PART.source})*(?:${TAG.source})?(?:${DIGEST.source})?$`,
    ),
    'image_invalid',
  );

export const probeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tcp') }),
  z.object({ kind: z.literal('http'), path: z.string().regex(/^\/[^\s]{0,499}$/, 'probe_path_invalid') }),
]);

export const scalePolicySchema = z.object({
  metric: z.enum(['cpu', 'memory']),
  thresholdPercent: z
    .int({ error: 'threshold_invalid' })
    .min(1, 'threshold_invalid')
    .max(100, 'threshold_invalid'),
});

/** A secret where it is kept: its value is in one table, sealed, and comes back to nobody. */
const keptSecretSchema = z.object({ kind: z.literal('secret'), secretId: z.string() });
/** A secret as it comes from a form. */
const newSecretSchema = z.object({
  kind: z.literal('new-secret'),
  value: z.string().min(1, 'secret_required').max(32_768, 'secret_too_long'),
});

const plainEnvSchema = z.object({
  kind: z.literal('plain'),
  name: envNameSchema,
  value: z.string().max(32_768, 'env_value_too_long'),
});
const keptEnvSchema = keptSecretSchema.extend({ name: envNameSchema });
const newEnvSchema = newSecretSchema.extend({ name: envNameSchema });

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
  fileName: z.string().max(255).default(''),
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

const sourceSchema = z.discriminatedUnion('kind', [
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
  return !/[\0\\]/.test(place) && !place.split('/').includes('..');
}

/** Docker Compose describes several containers at once (S3-3). */
function isComposeFile(place: string): boolean {
  return /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/i.test(place);
}

function isRepository(url: string): boolean {
  if (url.startsWith('/')) return isInside(url);
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' && parsed.username === '' && parsed.password === '';
}

/** What `git check-ref-format --branch` allows, for the names that people use. */
function isBranch(branch: string): boolean {
  return /^(?![-/.])(?!.*(?:\.\.|\/\/|@\{|\.lock$|[/.]$))[^\s~^:?*[\\\p{Cc}]+$/u.test(branch);
}

/** At most one condition on each metric. */
function areMetricsDifferent(policies: { metric: string }[]): boolean {
  return new Set(policies.map(({ metric }) => metric)).size === policies.length;
}

const commandSchema = z
  .array(z.string().max(4096, 'command_too_long'))
  .max(100, 'command_too_long')
  .default([]);

const MAX_VARIABLES = 200;

const commonFields = {
  port: portSchema.refine((port) => port !== 9100, 'port_invalid').default(80),
  cpu: z.number().default(0.5),
  memoryGb: z.number().default(1),
  replicaMode: z.enum(['low-cost', 'high-availability']).default('low-cost'),
  minReplicas: z
    .int({ error: 'replicas_min_invalid' })
    .min(0, 'replicas_min_invalid')
    .max(50, 'replicas_min_invalid')
    .default(0),
  maxReplicas: z
    .int({ error: 'replicas_max_invalid' })
    .min(0, 'replicas_max_invalid')
    .max(50, 'replicas_max_invalid')
    .default(50),
  scalePolicies: z
    .array(scalePolicySchema)
    .refine(areMetricsDifferent, 'policy_duplicate')
    .default([{ metric: 'cpu', thresholdPercent: 60 }]),
  initialDelaySeconds: z
    .int({ error: 'initial_delay_invalid' })
    .min(0, 'initial_delay_invalid')
    .max(600, 'initial_delay_invalid')
    .default(2),
  probe: probeSchema.default({ kind: 'tcp' }),
  command: commandSchema,
  args: commandSchema,
  logPath: z.string().trim().max(500, 'log_path_invalid').default('stdout'),
};

/** A configuration as a snapshot keeps it. */
export const versionSpecSchema = z
  .object({
    source: sourceSchema,
    ...commonFields,
    env: z
      .array(z.discriminatedUnion('kind', [plainEnvSchema, keptEnvSchema]))
      .max(MAX_VARIABLES, 'env_too_many')
      .default([]),
  })
  .superRefine(
    addCrossedIssues,
    // Else one field that is no number at all would hide these from the person.
    { when: hasCrossedFields },
  );

/** A configuration as a form sends it: secrets that are new come along, those that are kept are named. */
export const specInputSchema = z
  .object({
    source: sourceInputSchema,
    ...commonFields,
    env: z
      .array(z.discriminatedUnion('kind', [plainEnvSchema, keptEnvSchema, newEnvSchema]))
      .max(MAX_VARIABLES, 'env_too_many')
      .default([]),
  })
  .superRefine(addCrossedIssues, { when: hasCrossedFields });

export type VersionSpec = z.output<typeof versionSpecSchema>;
export type VersionSource = VersionSpec['source'];
/** What `specInputSchema` gives: whole, but not yet sealed. */
export type SpecInput = z.output<typeof specInputSchema>;
/** What may be sent: fields left out take their defaults. */
export type VersionSpecInput = z.input<typeof specInputSchema>;

const crossedSchema = z.object({
  cpu: z.number(),
  memoryGb: z.number(),
  replicaMode: z.string(),
  minReplicas: z.number(),
  maxReplicas: z.number(),
  env: z.array(z.object({ name: z.string() })),
});

type Crossed = z.output<typeof crossedSchema>;

function hasCrossedFields({ value }: { value: unknown }): boolean {
  return crossedSchema.safeParse(value).success;
}

function addCrossedIssues(spec: Crossed, context: z.RefinementCtx): void {
  for (const { path, code } of specIssues(spec)) context.addIssue({ code: 'custom', path, message: code });
}

/** The rules that look at more than one field. */
function specIssues(spec: Crossed): { path: (string | number)[]; code: string }[] {
  const issues: { path: (string | number)[]; code: string }[] = [];
  const row = SPEC_TABLE.find((choice) => choice.cpu === spec.cpu);
  if (!row) issues.push({ path: ['cpu'], code: 'cpu_unsupported' });
  else if (!(row.memoryGb as readonly number[]).includes(spec.memoryGb)) {
    issues.push({ path: ['memoryGb'], code: 'cpu_memory_mismatch' });
  }
  if (spec.minReplicas > spec.maxReplicas)
    issues.push({ path: ['minReplicas'], code: 'replicas_min_above_max' });
  if (spec.maxReplicas < 1) issues.push({ path: ['maxReplicas'], code: 'replicas_max_zero' });
  if (spec.replicaMode === 'low-cost' && spec.minReplicas !== 0) {
    issues.push({ path: ['minReplicas'], code: 'replicas_low_cost_min' });
  }
  if (spec.replicaMode === 'high-availability' && spec.minReplicas < 1) {
    issues.push({ path: ['minReplicas'], code: 'replicas_high_availability_min' });
  }
  spec.env.forEach((entry, index) => {
    if (spec.env.findIndex((other) => other.name === entry.name) !== index) {
      issues.push({ path: ['env', index, 'name'], code: 'env_name_duplicate' });
    }
  });
  return issues;
}

/** What messages call the thing that instances are made from. */
export function imageName({ source }: Pick<VersionSpec, 'source'>): string {
  if (source.kind === 'image') return source.image;
  return source.kind === 'package' ? source.fileName : source.url;
}

/** Instances a running version keeps: its minimum, and one where the minimum is zero. */
export function runningReplicas(spec: Pick<VersionSpec, 'minReplicas'>): number {
  return Math.max(1, spec.minReplicas);
}

/** True for the images that the product brings along (来源 Demo). */
export function isSampleImage(image: string): boolean {
  return image.startsWith('sample/');
}
