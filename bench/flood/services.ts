import { CALM, FLOODING, type Flooded } from '#bench/flood/programs.ts';
import { uploadCode } from '#e2e/upload-code.ts';
import { visit } from '#e2e/visitor.ts';
import type { World } from '#e2e/world.ts';
import { deployed } from '#scripts/console-client.ts';
import { type GrayRelease, startGrayRelease } from '#scripts/gray-release.ts';
import { specInputSchema } from '#server/domain/spec.ts';

export type Printing = { serviceId: string; url: string; instanceId: string };

/** One that prints calmly, one that floods when it is asked to, and one with two versions that visitors come to. */
export type FloodServices = { calm: Printing; wild: Printing; visited: GrayRelease };

export async function startFloodServices(world: World): Promise<FloodServices> {
  return {
    visited: await startGrayRelease(world.client, world.environmentId),
    calm: await startPrinting(world, 'calm', CALM, { cpu: 0.25, memoryGb: 0.5 }),
    wild: await startPrinting(world, 'wild', FLOODING, { cpu: 1, memoryGb: 1 }),
  };
}

/** Begins the flood; gives what was printed so far. */
export async function askWild({ url }: Printing, path = '/'): Promise<Flooded> {
  const { status, text } = await visit(new URL(path, url).href);
  if (status !== 200) throw new Error(`the flooding service answered ${status}`);
  return JSON.parse(text);
}

/** The number of the line that the calm service printed last. */
export async function askCalm({ url }: Printing): Promise<number> {
  const { status, text } = await visit(url);
  if (status !== 200) throw new Error(`the calm service answered ${status}`);
  return Number(text);
}

/** One instance that neither sleeps nor gets a second beside it: lines are numbered by instance. */
async function startPrinting(
  world: World,
  name: string,
  program: string,
  size: { cpu: number; memoryGb: number },
): Promise<Printing> {
  const { api } = world.client;
  const { serviceId } = await api.services.create.mutate({ environmentId: world.environmentId, name });
  const manifest = JSON.stringify({ name, scripts: { start: 'node server.js' } });
  const source = await uploadCode(world, serviceId, { 'package.json': manifest, 'server.js': program });
  const replicas = { replicaMode: 'high-availability', minReplicas: 1, maxReplicas: 1 } as const;
  const spec = specInputSchema.parse({ source, ...size, ...replicas, initialDelaySeconds: 0 });
  const order = { serviceId, spec, trafficStrategy: 'full' as const, remark: '' };
  const { deploymentId, versionId } = await api.versions.deploy.mutate(order);
  await deployed(world.client, deploymentId);
  const { url } = await api.services.get.query({ serviceId });
  const { items } = await api.versions.instances.query({ versionId });
  const [instance] = items;
  if (!instance) throw new Error(`${name} has no instance`);
  return { serviceId, url, instanceId: instance.id };
}
