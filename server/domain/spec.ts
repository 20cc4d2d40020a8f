// A version's configuration, as one frozen document. Instances are made from it and never edited.
import { z } from 'zod';
import { collectionPathIssue } from '#server/domain/collection-path.ts';
import { isPlainText } from '#server/domain/plain-text.ts';
import { keptSecretSchema, newSecretSchema } from '#server/domain/secret.ts';
import { sourceInputSchema, sourceSchema } from '#server/domain/version-source.ts';

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

/** Program and arguments, never read by a shell. */
const argvSchema = z
  .array(z.string().max(4096, 'command_too_long').refine(isPlainText, 'text_not_plain'))
  .max(100, 'command_too_long');

/** When an instance is ready (product.md 5): `exec` runs a command inside it, which has to end with code 0. */
export const probeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tcp') }),
  z.object({ kind: z.literal('http'), path: z.string().regex(/^\/[!-~]{0,499}$/, 'probe_path_invalid') }),
  z.object({
    kind: z.literal('exec'),
    command: argvSchema.refine(([program = '']) => program.trim() !== '', 'probe_command_required'),
  }),
]);

const labelSchema = z.string().trim().max(60, 'log_label_invalid').refine(isPlainText, 'log_label_invalid');

const checkSecondsSchema = (from: number, to: number) =>
  z
    .int({ error: 'check_seconds_invalid' })
    .min(from, 'check_seconds_invalid')
    .max(to, 'check_seconds_invalid');

/** A check of a running instance (console-spec 2.3): HTTP请求方式 2xx/3xx, or 命令行脚本 with exit code 0. */
export const healthCheckSchema = z.object({
  check: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('http'), path: z.string().regex(/^\/[!-~]{0,499}$/, 'probe_path_invalid') }),
    z.object({
      kind: z.literal('exec'),
      command: argvSchema.refine(([program = '']) => program.trim() !== '', 'probe_command_required'),
    }),
  ]),
  /** 延迟时间: from ready to the first check. */
  delaySeconds: checkSecondsSchema(0, 600).default(0),
  /** 超时时间 */
  timeoutSeconds: checkSecondsSchema(1, 60).default(1),
  periodSeconds: checkSecondsSchema(1, 600).default(10),
  /** So many failures in a row count. */
  failures: z
    .int({ error: 'check_failures_invalid' })
    .min(1, 'check_failures_invalid')
    .max(10, 'check_failures_invalid')
    .default(3),
});

export type HealthCheck = z.output<typeof healthCheckSchema>;

export const scalePolicySchema = z.object({
  metric: z.enum(['cpu', 'memory']),
  thresholdPercent: z
    .int({ error: 'threshold_invalid' })
    .min(1, 'threshold_invalid')
    .max(100, 'threshold_invalid'),
});

const plainEnvSchema = z.object({
  kind: z.literal('plain'),
  name: envNameSchema,
  value: z.string().max(32_768, 'env_value_too_long').refine(isPlainText, 'text_not_plain'),
});
const keptEnvSchema = keptSecretSchema.extend({ name: envNameSchema });
const newEnvSchema = newSecretSchema.extend({ name: envNameSchema });

/** At most one condition on each metric. */
function areMetricsDifferent(policies: { metric: string }[]): boolean {
  return new Set(policies.map(({ metric }) => metric)).size === policies.length;
}

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
  command: argvSchema.default([]),
  args: argvSchema.default([]),
  /** 日志采集类型 (S3-25): `none` collects nothing, `custom` the files at `logPath` besides what is printed. */
  logType: z.enum(['none', 'default', 'custom']).default('default'),
  /** 日志采集路径: a file or a folder inside the container where `logType` is `custom`. */
  logPath: z
    .string()
    .trim()
    .max(500, 'log_path_invalid')
    .refine(isPlainText, 'log_path_invalid')
    .default('stdout'),
  /** 日志格式 */
  logFormat: z.enum(['line', 'json']).default('line'),
  /** 日志集 and 日志主题: names under which lines of several services are found together. */
  logSet: labelSchema.default(''),
  logTopic: labelSchema.default(''),
  /** 应用存活探针 and 应用业务探针 (S4-9); null: the instance is not asked again once it is ready. */
  liveness: healthCheckSchema.nullable().default(null),
  readiness: healthCheckSchema.nullable().default(null),
  /** 启动后处理 and 停止前处理 (S4-10): run inside the container; empty: none. */
  postStart: argvSchema.default([]),
  preStop: argvSchema.default([]),
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
  logType: z.enum(['none', 'default', 'custom']),
  logPath: z.string(),
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
  const logPath = collectionPathIssue(spec);
  if (logPath !== undefined) issues.push({ path: ['logPath'], code: logPath });
  return issues;
}

/** Instances a running version keeps: its minimum, and one where the minimum is zero. */
export function runningReplicas(spec: Pick<VersionSpec, 'minReplicas'>): number {
  return Math.max(1, spec.minReplicas);
}
