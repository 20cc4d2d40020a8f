// What the flood takes of the machine: bytes on its disk, and processor time of the product's processes.
import { readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseStat } from '#bench/gateway/process-cost.ts';
import type { Installation } from '#e2e/installation.ts';
import { containerName } from '#server/runner/docker/container-labels.ts';
import { Engine } from '#server/runner/docker/engine.ts';

const TICK_MS = 10;

/**
 * In bytes. `engine`: what is kept of the flooding instance's log outside of the store; null where it cannot be seen.
 * `used`: of the whole disk, by whomever.
 */
export type DiskUse = { store: number; data: number; engine: number | null; used: number };

/** Where the log of an instance lies before it is stored, as docker's json-file or the embedded keeper has it. */
export async function engineLogOf(installation: Installation, instanceId: string): Promise<string> {
  const embedded = path.join(installation.dataDir, 'embedded', instanceId, 'log');
  if (sizeOf(embedded) !== null) return embedded;
  const container = new Engine(installation.dockerHost).docker.getContainer(containerName(instanceId));
  return (await container.inspect()).LogPath;
}

export function readDiskUse(dataDir: string, engineLog: string): DiskUse {
  const { bsize, blocks, bfree } = statfsSync(dataDir);
  const store = ['', '-wal'].map((end) => sizeOf(path.join(dataDir, `logs.db${end}`)) ?? 0);
  const engine = ['', '.1'].map((end) => sizeOf(engineLog + end));
  return {
    store: sum(store),
    data: sum(filesIn(dataDir).map((file) => sizeOf(file) ?? 0)),
    engine: engine[0] === null ? null : sum(engine.map((size) => size ?? 0)),
    used: (blocks - bfree) * bsize,
  };
}

/** Milliseconds of processor time of these processes, without what they have started. */
export function cpuMsOf(pids: readonly (number | null)[]): number {
  const running = pids.filter((pid) => pid !== null);
  return sum(running.map((pid) => parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).cpuTicks * TICK_MS));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Null where it is not there, or not for our eyes. */
function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
