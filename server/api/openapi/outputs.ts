// Answers that programs build on, described by hand where the compiler can hold them to what the procedure gives. tRPC
// infers the others and keeps no schema of them: the document says of those that they are JSON, and no more (decision 023).
import type { inferRouterOutputs } from '@trpc/server';
import { z } from 'zod';
import type { ProcedurePath } from '#server/api/rights-table.ts';
import type { AppRouter } from '#server/api/router.ts';
import { trafficPolicySchema } from '#server/domain/traffic-schema.ts';

type Outputs = inferRouterOutputs<AppRouter>;

type OutputOf<Path extends ProcedurePath> = Path extends `${infer Noun}.${infer Verb}`
  ? Noun extends keyof Outputs
    ? Verb extends keyof Outputs[Noun]
      ? Outputs[Noun][Verb]
      : never
    : never
  : never;

/** Does not compile where the procedure answers something else; it may answer more. */
function answers<Path extends ProcedurePath, Schema extends z.ZodType>(
  path: Path,
  schema: Schema & (OutputOf<Path> extends z.output<Schema> ? unknown : 'the procedure answers otherwise'),
): [ProcedurePath, z.ZodType] {
  return [path, schema];
}

const time = z.int().describe('Epoch ms');
const id = z.string();

const environment = z.object({ id, alias: z.string(), region: z.enum(['sh', 'gz', 'bj']), createdAt: time });

const service = z.object({
  id,
  environmentId: id,
  name: z.string(),
  remark: z.string(),
  isPaused: z.boolean(),
  generation: z.int().describe('Goes up with every change; traffic.set wants the one that was seen'),
  url: z.string(),
  runningDeploymentId: id.nullable(),
});

const deployed = z.object({ versionId: id, deploymentId: id });

const deployment = z.object({
  id,
  serviceId: id,
  versionId: id,
  versionName: z.string(),
  state: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  failure: z.object({ code: z.string() }).nullable(),
  createdAt: time,
  finishedAt: time.nullable(),
  requests: z.int().describe('Since it began'),
  failedRequests: z.int(),
});

const traffic = z.object({ generation: z.int(), policy: trafficPolicySchema, isApplied: z.boolean() });

const OUTPUTS = new Map([
  answers('environments.list', z.array(environment)),
  answers('environments.create', environment),
  answers('services.get', service),
  answers('services.list', z.object({ items: z.array(service), total: z.int(), pageSize: z.int() })),
  answers('services.create', z.object({ serviceId: id })),
  answers('versions.deploy', deployed),
  answers('versions.share', z.object({ url: z.string(), expiresAt: time })),
  answers('deployments.get', deployment),
  answers('traffic.get', traffic),
]);

/** Undefined where nothing is known but that it is JSON. */
export function outputSchemaOf(path: ProcedurePath): z.ZodType | undefined {
  return OUTPUTS.get(path);
}
