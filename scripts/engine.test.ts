import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ensureEngine, startOwnEngine } from '#scripts/engine.ts';
import { eventually, fetched, imageOrder, inState, orderFor } from '#server/runner/contract-cases.ts';
import { DockerRunner } from '#server/runner/docker/docker-runner.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { skipWithoutEngine } from '#server/runner/docker/test-engine.ts';

const needsRoot = process.platform === 'linux' && process.getuid?.() === 0 ? false : 'only root on Linux can';

test('an engine that answers is used and left alone', { skip: await skipWithoutEngine() }, async () => {
  const engine = await ensureEngine({ log: assert.fail });
  assert.equal(engine.dockerHost, process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock');
  assert.equal(engine.restart, undefined);
  await engine.stop();
  assert.equal(await new Engine(engine.dockerHost).answers(2000), true);
});

test('an engine of our own can be restarted and killed, and the runner sees it come back', {
  skip: needsRoot,
}, async () => {
  const bridge = '/sys/class/net/docker0';
  const hadBridge = existsSync(bridge);
  const own = await startOwnEngine({ log: () => {} });
  assert.equal(existsSync(bridge), hadBridge, 'the bridge of another engine stays');
  const runner = new DockerRunner(new Engine(own.dockerHost), 'restarts');
  const watching = new AbortController();
  const folder = path.dirname(own.dockerHost.slice('unix://'.length));
  try {
    await runner.ensureImage(imageOrder('sample/hello:v1'), () => {}, AbortSignal.timeout(90_000));
    let hintsForAll = 0;
    runner.watch(({ instanceId }) => {
      if (instanceId === null) hintsForAll += 1;
    }, watching.signal);
    for (const interrupt of [own.restart, async () => own.kill().then(own.restart)]) {
      const order = orderFor();
      assert.equal(await fetched(await runner.start(order)), 'hello v1\n');
      await eventually('the watch is connected', async () => hintsForAll > 0);
      hintsForAll = 0;
      await interrupt();
      await eventually('the watch is connected again', async () => hintsForAll > 0);
      await inState(runner, order.instanceId, 'exited');
      await runner.stop(order.instanceId, 1000);
    }
  } finally {
    watching.abort();
    await runner.close();
    await own.stop();
  }
  assert.ok(!readdirSync('/tmp').includes(path.basename(folder)));
  assert.equal(await new Engine(own.dockerHost).answers(500), false);
});
