// Both adapters keep the same promises. Docker's own cases are in docker/docker-runner.test.ts.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contractCases, type Installation } from './contract-cases.ts';
import { EmbeddedRunner } from './embedded/embedded-runner.ts';
import { embeddedFolder, readProcess } from './embedded/instance-folder.ts';
import { stopEverythingEmbedded } from './embedded/stop-instance.ts';

contractCases({ name: 'embedded', skip: false, install: installEmbedded });

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
