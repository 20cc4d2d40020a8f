// How long a deployment takes that is not the container's own doing.
import { Agent } from 'node:http';
import type { Db } from '#db/open.ts';
import { listInstances } from '#db/stores/instances.ts';
import { deploy, deployed, until } from '#scripts/console-client.ts';
import { type GrayRelease, untilAnsweredBy } from '#scripts/gray-release.ts';

export type DeploymentTimes = {
  /** From the call of the mutation until the new version, which takes all traffic, has answered a visitor. */
  totalMs: number;
  /** `totalMs` less the time between the creation of the instance and its first good probe. */
  overheadMs: number;
};

/** Deploys the sample in full again and again; what the version before used is free again before the next. */
export async function timeDeployments(
  release: GrayRelease,
  db: Db,
  runs: number,
): Promise<DeploymentTimes[]> {
  const times: DeploymentTimes[] = [];
  let previousId = release.stable.versionId;
  await release.client.api.versions.delete.mutate({ versionId: release.next.versionId });
  for (let run = 0; run < runs; run += 1) {
    const { versionId, ...measured } = await timeDeployment(release, db);
    times.push(measured);
    await release.client.api.versions.delete.mutate({ versionId: previousId });
    await untilAlone(release);
    previousId = versionId;
  }
  return times;
}

async function timeDeployment({ client, serviceId, url }: GrayRelease, db: Db) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const startedAt = performance.now();
    const version = await deploy(client, { serviceId, image: 'sample/hello:v2', trafficStrategy: 'full' });
    const totalMs = (await untilAnsweredBy(url, agent, version)) - startedAt;
    await deployed(client, version.deploymentId);
    const overheadMs = totalMs - ownStartMs(db, serviceId, version.versionId);
    return { versionId: version.versionId, totalMs, overheadMs };
  } finally {
    agent.destroy();
  }
}

function ownStartMs(db: Db, serviceId: string, versionId: string): number {
  const instance = listInstances(db, serviceId, 0).find((candidate) => candidate.versionId === versionId);
  if (!instance?.readyAt) throw new Error('the instance that answered is not ready');
  return instance.readyAt - instance.createdAt;
}

/** Until only one instance of the sample, 0.25 core, is left on the machine. */
async function untilAlone({ client }: GrayRelease): Promise<void> {
  await until(
    () => client.api.machine.status.query(),
    (machine) => machine?.cpuUsed === 0.25,
  );
}
