// Both adapters keep the same promises. Docker's own cases are in docker/docker-runner.test.ts.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandCases } from './command-cases.ts';
import { contractCases, type Installation, type Subject } from './contract-cases.ts';
import { containerName } from './docker/container-labels.ts';
import { DockerRunner } from './docker/docker-runner.ts';
import { Engine } from './docker/engine.ts';
import { removeAllOf, skipWithoutEngine } from './docker/test-engine.ts';
import { EmbeddedRunner } from './embedded/embedded-runner.ts';
import { embeddedFolder, readProcess } from './embedded/instance-folder.ts';
import { stopEverythingEmbedded } from './embedded/stop-instance.ts';

const SUBJECTS: Subject[] = [
  { name: 'embedded', skip: false, install: installEmbedded },
  { name: 'docker', skip: await skipWithoutEngine(), install: installDocker },
];

for (const subject of SUBJECTS) {
  contractCases(subject);
  commandCases(subject);
}

async function installEmbedded(): Promise<Installation> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-embedded-'));
  const runner = new EmbeddedRunner(dataDir);
  return {
    runner,
    reopen: () => new EmbeddedRunner(dataDir),
    killHard: async (instanceId) => {
      const sample = readProcess(path.join(embeddedFolder(dataDir), instanceId))?.sample;
      process.kill(sample?.pid ?? assert.fail('it has no process'), 'SIGKILL');
    },
    dispose: async () => {
      await runner.close();
      await stopEverythingEmbedded(dataDir, 500);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function installDocker(): Promise<Installation> {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  const runner = new DockerRunner(engine, owner);
  return {
    runner,
    reopen: () => new DockerRunner(engine, owner),
    killHard: async (instanceId) => {
      await engine.docker.getContainer(containerName(instanceId)).kill({ signal: 'SIGKILL' });
    },
    dispose: async () => {
      await runner.close();
      await removeAllOf(engine, owner);
    },
  };
}
