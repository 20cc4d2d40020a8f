// A typed client of the console's API for smoke, bench and tests: signs in like a browser, keeps the cookie,
// sends the Origin that state changes need.
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '#server/api/router.ts';
import { specInputSchema } from '#server/domain/spec.ts';

const POLL_MS = 20;

export const OWNER = {
  email: 'owner@example.com',
  password: 'correct horse battery',
  environment: { alias: 'production', region: 'sh' as const },
};

export type ConsoleClient = ReturnType<typeof connect>;

/** A client of the console at `consoleUrl`. Cookies of answers go along with later calls. */
export function connect(consoleUrl: string) {
  const cookies = new Map<string, string>();
  async function fetchWithCookies(url: URL | RequestInfo, init?: RequestInit): Promise<Response> {
    const headers = new Headers(init?.headers);
    headers.set('origin', consoleUrl);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  }
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${consoleUrl}/api/trpc`, fetch: fetchWithCookies as typeof fetch })],
  });
  return { api, cookies };
}

export type SampleDeployment = {
  serviceId: string;
  image?: string;
  port?: number;
  env?: Record<string, string>;
  trafficStrategy?: 'keep-zero' | 'full';
  initialDelaySeconds?: number;
  minReplicas?: number;
};

/** Begins a deployment of a sample, of the smallest size, with everything else by default. */
export function deploy(client: ConsoleClient, order: SampleDeployment) {
  const {
    serviceId,
    trafficStrategy = 'keep-zero',
    image = 'sample/hello:v1',
    env = {},
    minReplicas = 0,
  } = order;
  const spec = specInputSchema.parse({
    source: { kind: 'image', image },
    port: order.port ?? 8080,
    cpu: 0.25,
    memoryGb: 0.5,
    initialDelaySeconds: order.initialDelaySeconds ?? 0,
    replicaMode: minReplicas > 0 ? 'high-availability' : 'low-cost',
    minReplicas,
    env: plainEnv(env),
  });
  return client.api.versions.deploy.mutate({ serviceId, spec, trafficStrategy, remark: '' });
}

/** 编辑配置并重新部署 of a version with other environment variables, and nothing else changed. */
export async function redeploy(client: ConsoleClient, versionId: string, env: Record<string, string>) {
  const version = await client.api.versions.get.query({ versionId });
  if (!version) throw new Error(`no version ${versionId}`);
  const spec = { ...version.spec, env: plainEnv(env) };
  const { snapshotNumber: fromSnapshotNumber } = version;
  return client.api.versions.redeploy.mutate({ versionId, fromSnapshotNumber, spec });
}

function plainEnv(env: Record<string, string>) {
  return Object.entries(env).map(([name, value]) => ({ kind: 'plain' as const, name, value }));
}

/** Polls `read` until `isDone`; throws with the last value after `deadlineMs`. */
export async function until<Value>(
  read: () => Promise<Value>,
  isDone: (value: Value) => boolean,
  deadlineMs = 60_000,
): Promise<Value> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    if (performance.now() > end) throw new Error(`not reached in ${deadlineMs} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits for the end of a deployment; throws unless it succeeded. */
export async function deployed(client: ConsoleClient, deploymentId: string) {
  const end = await until(
    () => client.api.deployments.get.query({ deploymentId }),
    (deployment) => deployment.state !== 'running',
    180_000,
  );
  if (end.state !== 'succeeded') throw new Error(`deployment ${end.state}: ${JSON.stringify(end.failure)}`);
  return end;
}
