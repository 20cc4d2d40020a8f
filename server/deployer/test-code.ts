// For tests only: code that was uploaded for the service of a TestDeployer.
import { readSteps } from '#db/stores/deployments.ts';
import type { Service } from '#db/stores/services.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { Deployed } from '#server/commands/deploy-version.ts';
import { randomText } from '#server/commands/random-text.ts';
import { registerPackage } from '#server/commands/register-package.ts';
import type { TestDeployer } from '#server/deployer/test-deployer.ts';
import { stepNamesOf } from '#server/domain/deployment.ts';
import type { VersionSpecInput } from '#server/domain/spec.ts';
import { answering, writeCode } from '#server/runner/code-fixture.ts';
import { packageFolder } from '#server/sources/package-folder.ts';

/** A Node program that answers with this text. */
export function program(text: string): Record<string, string> {
  return { 'package.json': '{"scripts":{"start":"node server.js"}}', 'server.js': answering(text) };
}

/** The source of a version that is made from these files. */
export function uploaded(
  on: TestDeployer,
  files: Record<string, string>,
  service: Service = on.service,
): { source: Extract<VersionSpecInput['source'], { kind: 'package' }> } {
  const id = `pkg-${randomText(12)}`;
  for (const [name, text] of Object.entries(files)) writeCode(packageFolder(on.dataDir, id), name, text);
  const fileCount = Object.keys(files).length;
  registerPackage(on.ctx, service, { id, fileName: 'shop.zip', kind: 'zip', sizeBytes: 1, fileCount });
  return { source: { kind: 'package', packageId: id, fileName: 'shop.zip' } };
}

/** What the steps of a deployment say, by name. */
export function detailsOf(on: TestDeployer, { deploymentId }: Deployed): Record<string, unknown> {
  const { versionId, snapshotNumber, kind } = on.deployment(deploymentId);
  const { source } = readSpec(on.db, versionId, snapshotNumber);
  const steps = readSteps(on.db, deploymentId, stepNamesOf(kind, source));
  return Object.fromEntries(steps.map(({ name, detail }) => [name, detail && [detail.key, detail.params]]));
}

/** The body of a visit at the instance of a version. */
export async function answerOf(on: TestDeployer, versionId: string): Promise<string> {
  const instance = on.instances(versionId).find(({ state }) => state === 'ready');
  return (await fetch(`http://${instance?.host}:${instance?.port}/`)).text();
}
