import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DockerRunner } from './docker/docker-runner.ts';
import { Engine } from './docker/engine.ts';
import { EmbeddedRunner } from './embedded/embedded-runner.ts';
import type { Runner } from './port.ts';

const ENGINE_ANSWERS_WITHIN_MS = 2000;

export type RunnerChoice = {
  kind: 'auto' | 'docker' | 'embedded';
  dataDir: string;
  /** As DOCKER_HOST; the engine's usual socket where it is not given. */
  dockerHost?: string | undefined;
};

/**
 * The runner of this installation. `auto`: docker where an engine answers within 2 s, else embedded; an installation
 * that has run on docker stays there, also where the engine comes up later than the product.
 */
export async function openRunner({ kind, dataDir, dockerHost }: RunnerChoice): Promise<Runner> {
  if (kind === 'embedded') return new EmbeddedRunner(dataDir);
  const engine = new Engine(dockerHost);
  const memory = path.join(dataDir, 'ran-on-docker');
  const isWanted =
    kind === 'docker' || existsSync(memory) || (await engine.answers(ENGINE_ANSWERS_WITHIN_MS));
  if (!isWanted) return new EmbeddedRunner(dataDir);
  const runner = new DockerRunner(engine, installationId(dataDir));
  writeFileSync(memory, '');
  return runner;
}

/** Tells our containers from those of other installations on the same engine; made at the first start. */
export function installationId(dataDir: string): string {
  const file = path.join(dataDir, 'installation-id');
  if (!existsSync(file)) makeId(file);
  const id = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{12}$/.test(id)) {
    throw new Error(
      `The file ${file} is damaged. Put it back from a backup: it tells which containers are ours.`,
    );
  }
  return id;
}

/** The file appears whole or not at all, whenever the process dies; who was quicker has made it. */
function makeId(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(6).toString('hex'), { flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
