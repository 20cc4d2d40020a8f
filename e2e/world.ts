// A signed-in owner in a running installation, for tests that do not need a browser.
import { Installation, type InstallationOptions } from '#e2e/installation.ts';
import {
  type ConsoleClient,
  connect,
  deploy,
  deployed,
  OWNER,
  type SampleDeployment,
} from '#scripts/console-client.ts';

export type World = { installation: Installation; client: ConsoleClient; environmentId: string };

export async function startWorld(options: InstallationOptions): Promise<World> {
  const installation = await Installation.start(options);
  const client = connect(installation.consoleUrl);
  const { environmentId } = await client.api.setup.createOwner.mutate({
    ...OWNER,
    code: installation.setupCode,
  });
  return { installation, client, environmentId };
}

/** A new service with one version that serves. */
export async function startService(
  { client, environmentId }: World,
  name: string,
  order: Omit<SampleDeployment, 'serviceId'> = {},
) {
  const { serviceId } = await client.api.services.create.mutate({ environmentId, name });
  const first = await deploy(client, { serviceId, ...order });
  await deployed(client, first.deploymentId);
  const { url } = await client.api.services.get.query({ serviceId });
  return { serviceId, url, first };
}
