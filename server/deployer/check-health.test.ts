// S4-9 and S4-10 on real processes: what is asked of a running instance, and what frames its life.
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { answerOf, program, uploaded } from '#server/deployer/test-code.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';

/** Healthy as long as there is no file of this name in the data folder. */
function failsWith(on: TestDeployer, name: string) {
  const file = path.join(on.dataDir, name);
  const script = `process.exitCode = require('node:fs').existsSync(${JSON.stringify(file)}) ? 1 : 0`;
  const check = { kind: 'exec' as const, command: ['node', '-e', script] };
  return { check, periodSeconds: 1, timeoutSeconds: 10, failures: 1 };
}

function say(on: TestDeployer, name: string): void {
  writeFileSync(path.join(on.dataDir, name), '');
}

test('an instance that its liveness check finds dead is replaced', async () => {
  await using on = new TestDeployer();
  const spec = { ...uploaded(on, program('alive')), liveness: failsWith(on, 'dead') };
  const { versionId } = await on.live(on.deploy({}, { ...spec, trafficStrategy: 'full' }));
  const [first] = await on.running(versionId);
  say(on, 'dead');
  await on.until('it is over', () => on.instances().find(({ id }) => id === first)?.state === 'exited');
  rmSync(path.join(on.dataDir, 'dead'));
  const others = await on.until('another one runs', async () => {
    const running = await on.running(versionId);
    return !running.includes(first ?? '') && on.state(versionId) === 'normal' && running;
  });
  assert.equal(others.length, 1);
  assert.deepEqual(on.errors, []);
});

test('an instance that its readiness check finds unfit gets no traffic until it is fit again', async () => {
  await using on = new TestDeployer();
  const spec = { ...uploaded(on, program('fit')), readiness: failsWith(on, 'unfit') };
  const { versionId } = await on.live(on.deploy({}, { ...spec, trafficStrategy: 'full' }));
  const routed = () => on.document()?.versions[0]?.instances.length ?? 0;
  await on.until('it is routed', () => routed() === 1);
  const [instance] = await on.running(versionId);
  say(on, 'unfit');
  await on.until('it is routed no more', () => routed() === 0);
  assert.deepEqual(await on.running(versionId), [instance], 'it goes on running');
  rmSync(path.join(on.dataDir, 'unfit'));
  await on.until('it is routed again', () => routed() === 1);
  assert.equal(await answerOf(on, versionId), 'fit');
});

test('what runs after the start is over before the instance is ready, and decides whether it gets so', async () => {
  await using on = new TestDeployer();
  const mark = path.join(on.dataDir, 'migrated');
  const migrate = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, process.env.GREETING)`;
  const spec = uploaded(on, program('migrated'));
  await on.live(on.deploy({ GREETING: 'hello' }, { ...spec, postStart: ['node', '-e', migrate] }));
  assert.ok(existsSync(mark));
  const failed = await on.ended(
    on.deploy({}, { ...spec, postStart: ['node', '-e', "console.log('no schema'); process.exitCode = 3"] }),
  );
  assert.equal(failed.failure?.code, 'post_start_fail');
  assert.equal(failed.failure?.params.exitCode, 3);
  assert.equal(failed.failure?.params.output, 'no schema');
});

test('what runs before the stop runs while the instance still lives', async () => {
  await using on = new TestDeployer();
  const mark = path.join(on.dataDir, 'flushed');
  const flush = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
  const spec = { ...uploaded(on, program('flushed')), preStop: ['node', '-e', flush] };
  const first = await on.live(on.deploy({}, { ...spec, trafficStrategy: 'full' }));
  await on.live(on.deploy({}, { ...uploaded(on, program('next')), trafficStrategy: 'full' }));
  assert.equal(existsSync(mark), false);
  on.clockAheadMs = 31 * 60_000;
  await on.until('the old version is offline', async () => {
    on.clockAheadMs += 1;
    return (await on.running(first.versionId)).length === 0;
  });
  assert.ok(existsSync(mark));
});
