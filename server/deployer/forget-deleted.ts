import { rmSync } from 'node:fs';
import { forgetLeftBehind, listLeftBehind } from '#db/stores/left-behind.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { deploymentLogFile, instanceLogFile } from '#server/deployer/log-writer.ts';
import { packageFolder } from '#server/sources/package-folder.ts';

/**
 * Takes away the logs, uploaded code and states of services whose environment was deleted. The files first: those of a
 * row that is gone would be found by nobody.
 */
export function forgetDeleted({ db, dataDir, writer }: DeployerContext): void {
  const left = listLeftBehind(db);
  writer.flush();
  for (const instanceId of left.instanceIds) removeLog(instanceLogFile(dataDir, instanceId));
  for (const deploymentId of left.deploymentIds) removeLog(deploymentLogFile(dataDir, deploymentId));
  for (const packageId of left.packageIds) {
    rmSync(packageFolder(dataDir, packageId), { recursive: true, force: true });
  }
  forgetLeftBehind(db, left);
}

function removeLog(file: string): void {
  for (const part of [file, `${file}.1`]) rmSync(part, { force: true });
}
