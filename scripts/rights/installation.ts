// What is walked over: two environments with the same of everything, and ids of nothing.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { insertInstance } from '#db/stores/instances.ts';
import { writeLog as writeRequests } from '#db/stores/request-log.ts';
import { findService, type Service } from '#db/stores/services.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { Place } from '#scripts/rights/people.ts';
import { consoleState } from '#server/api/console-state.ts';
import { commandContext } from '#server/api/context.ts';
import { addRegistryCredential } from '#server/commands/add-registry-credential.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { type Deployed, deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { registerPackage } from '#server/commands/register-package.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';
import { packageFolder } from '#server/sources/package-folder.ts';

export type Objects = Awaited<ReturnType<typeof furnish>>;

/** A command's context of the console of this process. */
export function systemContext(): CommandContext {
  return commandContext(consoleState(), SYSTEM);
}

export function makeEnvironments(): Record<Place, string> {
  const make = (alias: string) => createEnvironment(systemContext(), { alias, region: 'sh' }).id;
  return { here: make('here'), there: make('there') };
}

/** Fills an environment: a service with versions that came live, and all that such a service may name. */
export function furnish(environmentId: string, name = 'web') {
  const ctx = systemContext();
  const registry = { registry: 'registry.example.com', username: 'ci', password: 'quarry-47' };
  const { credentialId } = addRegistryCredential(ctx, { id: environmentId }, registry);
  const service = createService(ctx, { environmentId, name, remark: '' });
  const packageId = uploadedPackage(ctx, service);
  const [first, second, built] = [IMAGE, IMAGE, REPOSITORY].map((spec) => liveVersion(ctx, service, spec));
  if (!first || !second || !built) throw new Error('a version is missing');
  logRequest(service.id, first);
  return {
    environmentId,
    serviceId: service.id,
    generation: findService(ctx.db, service.id)?.generation,
    versionId: first.versionId,
    deploymentId: first.deploymentId,
    networkId: service.networkId,
    otherVersionId: second.versionId,
    instanceId: readyInstance(service.id, first.versionId),
    ...{ credentialId, packageId, service },
    ...secretsOf(ctx, first.versionId, built.versionId),
  };
}

const SECRET = { kind: 'new-secret', value: 'quarry-47' } as const;
const IMAGE: VersionSpecInput = {
  source: { kind: 'image', image: 'sample/hello:v1' },
  env: [{ ...SECRET, name: 'PASSWORD' }],
};
const REPOSITORY: VersionSpecInput = {
  source: { kind: 'repository', url: 'https://git.example.com/web.git', token: SECRET },
};

/** Well-formed ids that nothing has. */
export const MISSING = {
  environmentId: 'env-0000000000',
  serviceId: 'srv-0000000000',
  versionId: 'ver-0000000000',
  deploymentId: 'dep-0000000000',
};

function liveVersion(ctx: CommandContext, service: Service, input: VersionSpecInput) {
  const spec = specInputSchema.parse(input);
  const deployed = deployVersion(ctx, service, { spec, trafficStrategy: 'keep-zero', remark: '' });
  finishDeployment(ctx, { deploymentId: deployed.deploymentId, requests: 0, failedRequests: 0 });
  writeLog(deployed.deploymentId);
  return deployed;
}

function secretsOf({ db }: CommandContext, versionId: string, builtVersionId: string) {
  const [variable] = readSpec(db, versionId, 1).env;
  const { source } = readSpec(db, builtVersionId, 1);
  if (variable?.kind !== 'secret' || source.kind !== 'repository') throw new Error('a secret is missing');
  return { secretId: variable.secretId, tokenSecretId: source.token?.secretId ?? '' };
}

function uploadedPackage(ctx: CommandContext, service: Service): string {
  const id = `pkg-${ctx.randomText(12)}`;
  registerPackage(ctx, service, { id, fileName: 'a.zip', kind: 'zip', sizeBytes: 1, fileCount: 1 });
  mkdirSync(packageFolder(consoleState().settings.dataDir, id), { recursive: true });
  return id;
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

function logRequest(serviceId: string, { versionId, versionName }: Deployed): void {
  const sizes = { status: 200, ms: 1, bytesIn: 0, bytesOut: 0 };
  const chosen = { versionId, versionName, instanceId: '', rule: 'percent', requestId: randomUUID() };
  const request = { at: Date.now(), method: 'GET', host: 'web.test', path: '/', ...sizes, ...chosen };
  writeRequests(consoleState().metrics, serviceId, [request], { at: 0, count: 0 });
}
