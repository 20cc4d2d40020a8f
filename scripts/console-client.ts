// The console's API as tests, smoke and benches use it: signed in over HTTP, as a browser is.
import { setTimeout as pause } from 'node:timers/promises';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '#server/api/router.ts';
import type { VersionSpecInput } from '#server/domain/spec.ts';

const WAIT_DEADLINE_MS = 60_000;
const POLL_MS = 50;

export const OWNER = {
  email: 'owner@example.com',
  password: 'correct-horse-battery',
  environment: { alias: 'production', region: 'sh' },
} as const;

export type ConsoleClient = {
  api: TRPCClient<AppRouter>;
  /** The cookies of this visitor; the session's once it has signed in. */
  cookies: Map<string, string>;
};

/** A visitor of the console at `consoleUrl` who is not signed in yet. */
export function connect(consoleUrl: string): ConsoleClient {
  const cookies = new Map<string, string>();
  const link = httpLink({
    url: `${consoleUrl}/api/trpc`,
    headers: () => ({
      origin: consoleUrl,
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }),
    async fetch(input, init) {
      const response = await fetch(input, init as RequestInit);
      for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
      return response;
    },
  });
  return { api: createTRPCClient<AppRouter>({ links: [link] }), cookies };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  if (at > 0) cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

export type SampleDeployment = {
  serviceId: string;
  /** `sample/hello:v1` where nothing is said. */
  image?: string;
  /** 8080 where nothing is said. */
  port?: number;
  env?: Record<string, string>;
  trafficStrategy?: 'keep-zero' | 'full';
};

/** Begins a deployment of the sample service, without an initial delay. */
export function deploy({ api }: ConsoleClient, order: SampleDeployment) {
  const spec: VersionSpecInput = {
    source: { kind: 'image', image: order.image ?? 'sample/hello:v1' },
    port: order.port ?? 8080,
    initialDelaySeconds: 0,
    env: Object.entries(order.env ?? {}).map(([name, value]) => ({ name, value })),
  };
  const { serviceId, trafficStrategy = 'keep-zero' } = order;
  return api.versions.deploy.mutate({ serviceId, spec, trafficStrategy });
}

/** Waits for the end of a deployment. Throws where it does not succeed. */
export async function deployed({ api }: ConsoleClient, deploymentId: string) {
  const ended = await until(
    () => api.deployments.get.query({ deploymentId }),
    ({ state }) => state !== 'running',
  );
  if (ended.state !== 'succeeded') {
    throw new Error(`deployment of ${ended.versionName} ${ended.state}: ${JSON.stringify(ended.failure)}`);
  }
  return ended;
}

/** Reads again and again until `isRight`; gives the value that was. Throws after 60 s, with the last value. */
export async function until<T>(read: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + WAIT_DEADLINE_MS;
  for (;;) {
    const value = await read();
    if (isRight(value)) return value;
    if (performance.now() > deadline) throw new Error(`not so within 60 s: ${JSON.stringify(value)}`);
    await pause(POLL_MS);
  }
}
