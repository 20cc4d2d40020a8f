import { rm } from 'node:fs/promises';
import { forgetLeftBehind, listLeftBehind } from '#db/stores/left-behind.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { deploymentLogFile, instanceLogFile } from '#server/deployer/log-writer.ts';
import { packageFolder } from '#server/sources/package-folder.ts';
import { removeFolder } from '#server/sources/remove-folder.ts';

/**
 * Takes away the logs, uploaded code and states of services whose environment was deleted. The files first: those of a
 * row that is gone would be found by nobody.
 */
export async function forgetDeleted({ db, dataDir, writer }: DeployerContext): Promise<void> {
  const left = listLeftBehind(db);
  writer.flush();
  for (const instanceId of left.instanceIds) await removeLog(instanceLogFile(dataDir, instanceId));
  for (const deploymentId of left.deploymentIds) await removeLog(deploymentLogFile(dataDir, deploymentId));
  for (const packageId of left.packageIds) await removeFolder(packageFolder(dataDir, packageId));
  forgetLeftBehind(db, left);
}

async function removeLog(file: string): Promise<void> {
  for (const part of [file, `${file}.1`]) await rm(part, { force: true });
}
