// Something to look at for `npm run dev`: made over the API, as a person would make it.
import { type ConsoleClient, connect, deploy, deployed } from '#scripts/console-client.ts';
import { readSetupCode } from '#server/keys/setup-code.ts';
import type { Settings } from '#server/settings.ts';

const DEVELOPER = {
  email: 'dev@example.com',
  password: 'cloudberth-dev',
  environment: { alias: 'production', region: 'sh' },
} as const;

/** Fills an installation that nobody has set up: two environments, three services, one of them in gray. */
export async function seed({ port, dataDir }: Pick<Settings, 'port' | 'dataDir'>): Promise<void> {
  const client = connect(`http://localhost:${port}`);
  const code = readSetupCode(dataDir);
  if (code === undefined) return;
  const { environmentId } = await client.api.setup.createOwner.mutate({ ...DEVELOPER, code });
  console.log(`seed: sign in with ${DEVELOPER.email}, password ${DEVELOPER.password}`);
  const staging = await client.api.environments.create.mutate({ alias: 'staging', region: 'gz' });
  await makeGray(client, environmentId);
  await makeService(client, environmentId, 'order-api', '订单接口');
  await makeService(client, staging.id, 'hello', '测试环境');
  console.log('seed: done');
}

async function makeService(client: ConsoleClient, environmentId: string, name: string, remark: string) {
  const { serviceId } = await client.api.services.create.mutate({ environmentId, name, remark });
  const version = await deploy(client, { serviceId, trafficStrategy: 'full' });
  await deployed(client, version.deploymentId);
  return { serviceId, version };
}

/** 001 with 80 %, 002 with 20 %. */
async function makeGray(client: ConsoleClient, environmentId: string): Promise<void> {
  const { serviceId, version } = await makeService(client, environmentId, 'hello', '灰度中的示例');
  const next = await deploy(client, { serviceId, image: 'sample/hello:v2' });
  await deployed(client, next.deploymentId);
  const { generation } = await client.api.traffic.get.query({ serviceId });
  const shares = [
    { versionId: version.versionId, percent: 80 },
    { versionId: next.versionId, percent: 20 },
  ];
  await client.api.traffic.set.mutate({ serviceId, generation, policy: { mode: 'percent', shares } });
}
