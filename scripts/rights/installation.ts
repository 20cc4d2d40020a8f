// What is walked over: two environments with the same of everything, and ids of nothing.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { insertInstance } from '#db/stores/instances.ts';
import type { Service } from '#db/stores/services.ts';
import type { Place } from '#scripts/rights/people.ts';
import { consoleState } from '#server/api/console-state.ts';
import { commandContext } from '#server/api/context.ts';
import { addRegistryCredential } from '#server/commands/add-registry-credential.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { registerPackage } from '#server/commands/register-package.ts';
import { specInputSchema } from '#server/domain/spec.ts';

export type Objects = Awaited<ReturnType<typeof furnish>>;

/** A command's context of the console of this process. */
export function systemContext(): CommandContext {
  return commandContext(consoleState(), SYSTEM);
}

export function makeEnvironments(): Record<Place, string> {
  const make = (alias: string) => createEnvironment(systemContext(), { alias, region: 'sh' }).id;
  return { here: make('here'), there: make('there') };
}

/** Fills an environment: a service with two versions that came live, and all that such a service may name. */
export function furnish(environmentId: string) {
  const ctx = systemContext();
  const registry = { registry: 'registry.example.com', username: 'ci', password: 'quarry-47' };
  const { credentialId } = addRegistryCredential(ctx, { id: environmentId }, registry);
  const service = createService(ctx, { environmentId, name: 'web', remark: '' });
  const packageId = `pkg-${randomUUID()}`;
  const uploaded = { fileName: 'a.zip', kind: 'zip', sizeBytes: 1, fileCount: 1 } as const;
  registerPackage(ctx, service, { id: packageId, ...uploaded });
  const [first, second] = [liveVersion(ctx, service), liveVersion(ctx, service)];
  const instanceId = readyInstance(service.id, first.versionId);
  writeLog(first.deploymentId);
  return {
    environmentId,
    serviceId: service.id,
    versionId: first.versionId,
    deploymentId: first.deploymentId,
    networkId: service.networkId,
    otherVersionId: second.versionId,
    ...{ credentialId, packageId, instanceId, service },
  };
}

/** Well-formed ids that nothing has. */
export const MISSING = {
  environmentId: 'env-0000000000',
  serviceId: 'srv-0000000000',
  versionId: 'ver-0000000000',
  deploymentId: 'dep-0000000000',
};

function liveVersion(ctx: CommandContext, service: Service) {
  const spec = specInputSchema.parse({
    source: { kind: 'image', image: 'sample/hello:v1' },
    env: [{ kind: 'new-secret', name: 'PASSWORD', value: 'quarry-47' }],
  });
  const deployed = deployVersion(ctx, service, { spec, trafficStrategy: 'keep-zero', remark: '' });
  finishDeployment(ctx, { deploymentId: deployed.deploymentId, requests: 0, failedRequests: 0 });
  return deployed;
}

function readyInstance(serviceId: string, versionId: string): string {
  const id = `ins-${randomUUID()}`;
  const size = { cpu: 0.5, memoryGb: 1 };
  const row = { id, serviceId, versionId, snapshotNumber: 1, state: 'ready', createdAt: 1, ...size } as const;
  insertInstance(consoleState().db, row);
  return id;
}

/** A line, so that the stream of the log has something to say at once. */
function writeLog(deploymentId: string): void {
  const folder = path.join(consoleState().settings.dataDir, 'logs', 'deployments');
  mkdirSync(folder, { recursive: true });
  const line = { at: 1, source: 'deployer', level: 'info', text: 'walked' };
  writeFileSync(path.join(folder, `${deploymentId}.log`), `${JSON.stringify(line)}\n`);
}
