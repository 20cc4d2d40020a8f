// A service with two versions in a running installation, for smoke and benches: its traffic is changed and timed.
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { visit } from '#e2e/visitor.ts';
import { type ConsoleClient, deploy, deployed, until } from '#scripts/console-client.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

/** So that the one who measures leaves the processors to those who are measured. */
const BETWEEN_REQUESTS_MS = 2;

export type GrayRelease = {
  client: ConsoleClient;
  serviceId: string;
  url: string;
  stable: Version;
  next: Version;
};

export type Version = { versionId: string; versionName: string };

/** 001 of sample/hello:v1 deployed in full, 002 of sample/hello:v2 at 0 %. */
export async function startGrayRelease(client: ConsoleClient, environmentId: string): Promise<GrayRelease> {
  const { serviceId } = await client.api.services.create.mutate({ environmentId, name: 'hello' });
  const stable = await deploy(client, { serviceId, trafficStrategy: 'full' });
  await deployed(client, stable.deploymentId);
  const next = await deploy(client, { serviceId, image: 'sample/hello:v2' });
  await deployed(client, next.deploymentId);
  const { url } = await client.api.services.get.query({ serviceId });
  return { client, serviceId, url, stable, next };
}

/** 流量配置: `nextPercent` to 002, the rest to 001. */
export async function setNextPercent(release: GrayRelease, nextPercent: number): Promise<void> {
  const { client, serviceId, stable, next } = release;
  const { generation } = await client.api.traffic.get.query({ serviceId });
  const policy = policyOf(stable, next, nextPercent);
  await client.api.traffic.set.mutate({ serviceId, generation, policy });
}

function policyOf(stable: Version, next: Version, nextPercent: number): TrafficPolicy {
  const shares = [
    { versionId: stable.versionId, percent: 100 - nextPercent },
    { versionId: next.versionId, percent: nextPercent },
  ];
  return { mode: 'percent', shares };
}

/**
 * Changes the traffic while a visitor asks all the time; milliseconds from the call of the mutation until the
 * first request that `to`, which had no traffic before, has answered. Throws where a request fails meanwhile.
 */
export async function timeSwitch(release: GrayRelease, nextPercent: number, to: Version): Promise<number> {
  const { client, serviceId, url, stable, next } = release;
  const { generation } = await client.api.traffic.get.query({ serviceId });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const startedAt = performance.now();
    const policy = policyOf(stable, next, nextPercent);
    const changed = client.api.traffic.set.mutate({ serviceId, generation, policy });
    const answered = untilAnsweredBy(url, agent, to);
    await Promise.all([changed, answered]);
    return (await answered) - startedAt;
  } finally {
    agent.destroy();
  }
}

/** Asks again and again until this version answers; gives `performance.now()` of that moment. */
export async function untilAnsweredBy(url: string, agent: Agent, version: Version): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const { status, versionName } = await visit(url, agent);
    if (status !== 200) throw new Error(`${url} answered ${status} while the traffic changed`);
    if (versionName === version.versionName) return performance.now();
    await pause(BETWEEN_REQUESTS_MS);
  }
  throw new Error(`${version.versionName} did not answer within 60 s`);
}

/** Waits until every gateway serves the traffic as it was set. */
export async function untilApplied({ client, serviceId }: GrayRelease): Promise<void> {
  await until(
    () => client.api.traffic.get.query({ serviceId }),
    ({ isApplied }) => isApplied,
  );
}

/** Deletes the service with all its versions; resolves when nothing of it is left on the machine. */
export async function clearAway({ client: { api }, serviceId, url }: GrayRelease): Promise<void> {
  const { name } = await api.services.get.query({ serviceId });
  await api.services.delete.mutate({ serviceId, mode: 'whole', name });
  await until(
    () => visit(url),
    ({ status }) => status === 404,
  );
  await until(
    () => api.machine.status.query(),
    (machine) => machine?.cpuUsed === 0,
  );
}
