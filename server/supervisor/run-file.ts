// <dataDir>/run.json says which processes run now: for people, and for tests that end one of them.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const pidSchema = z.int().positive();
const runFileSchema = z.object({
  supervisor: pidSchema,
  /** Null between a crash and the restart. */
  console: pidSchema.nullable(),
  deployer: pidSchema.nullable(),
  /** The first of the workers. */
  gateway: pidSchema.nullable(),
  /** All workers that visitors come to now, in their order. */
  gateways: z.array(pidSchema.nullable()),
});

export type RunFile = z.output<typeof runFileSchema>;

/** Replaces the file in one step: a reader never sees half of it. */
export function writeRunFile(dataDir: string, run: RunFile): void {
  const file = runFilePath(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(run)}\n`);
  renameSync(`${file}.new`, file);
}

/** The process ids that run now, or undefined where nothing was ever started or it was stopped in order. */
export function readRunFile(dataDir: string): RunFile | undefined {
  try {
    return runFileSchema.parse(JSON.parse(readFileSync(runFilePath(dataDir), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function removeRunFile(dataDir: string): void {
  rmSync(runFilePath(dataDir), { force: true });
}

function runFilePath(dataDir: string): string {
  return path.join(dataDir, 'run.json');
}
