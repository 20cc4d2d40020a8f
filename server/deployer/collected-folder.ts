import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { collectedPath, folderOf } from '#server/domain/collection-path.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { CollectedFolder } from '#server/runner/port.ts';

export function collectedRoot(dataDir: string): string {
  return path.join(dataDir, 'collected');
}

/** Where the files of 日志采集路径 of an instance are on this machine; null where none are collected. */
export function collectedFolder(
  dataDir: string,
  instanceId: string,
  spec: Pick<VersionSpec, 'logType' | 'logPath'>,
): CollectedFolder | null {
  const from = collectedPath(spec);
  if (from === null) return null;
  return { from: folderOf(from), into: path.join(path.resolve(collectedRoot(dataDir)), instanceId) };
}

/** Any user inside of a container may write there; from outside nobody comes through `collected`. */
export function makeCollectedFolder({ into }: CollectedFolder): void {
  mkdirSync(path.dirname(into), { recursive: true, mode: 0o700 });
  mkdirSync(into, { recursive: true });
  chmodSync(into, 0o777);
}
