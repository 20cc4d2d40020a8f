// The deployer as a process of its own, killed on whatever line it is.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { TestDeployer } from '#server/deployer/test-deployer.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');

async function spawnDeployer(dataDir: string): Promise<ChildProcess> {
  const env = { ...process.env, DATA_DIR: dataDir, RUNNER: 'embedded', BERTH_TIMES: '{"resyncMs":500}' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'deployer ready (embedded)') return child;
  }
  assert.fail('the deployer ended before it was ready');
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = await exit;
  return code;
}

test('kill -9 in any step: the next deployer ends the deployment, with no instance too many', async () => {
  await using on = new TestDeployer();
  await on.stopDeployer();
  for (const step of ['check', 'start', 'ready'] as const) {
    let deployer = await spawnDeployer(on.dataDir);
    const deployed = on.deploy({ SAMPLE_START_DELAY_MS: '300' });
    await on.until(`${step} was begun`, () =>
      on.steps(deployed).some((text) => text.startsWith(step) && !text.endsWith('todo')),
    );
    await end(deployer, 'SIGKILL');
    deployer = await spawnDeployer(on.dataDir);
    await on.live(deployed);
    await on.until('it is through', () => on.steps(deployed).includes('route finished'));
    assert.equal((await on.running(deployed.versionId)).length, 1);
    assert.equal(await end(deployer, 'SIGTERM'), 0);
    assert.equal((await on.running(deployed.versionId)).length, 1, 'instances are left alone');
  }
});
