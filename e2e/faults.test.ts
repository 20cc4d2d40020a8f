// Any process may die at any moment: traffic goes on where it can, the state converges, nothing committed is lost.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SteadyVisitor, visit, visitMany } from '#e2e/visitor.ts';
import { startService, startWorld, type World } from '#e2e/world.ts';
import { deploy, deployed, until } from '#scripts/console-client.ts';
import { startOwnEngine } from '#scripts/engine.ts';
import { INSTANCE_LABEL } from '#server/runner/docker/container-labels.ts';
import { Engine } from '#server/runner/docker/engine.ts';

describe('on the embedded runner', { concurrency: false }, () => {
  let world: World;

  before(async () => {
    world = await startWorld({ runner: 'embedded' });
  });

  after(async () => {
    await world.installation[Symbol.asyncDispose]();
  });

  test('a deployment goes on after kill -9 of the deployer, without a failed request', async () => {
    await outliveTheDeployer(world);
  });

  test('kill -9 of the gateway: it comes back with the last routes', async () => {
    const { serviceId, url, first } = await startService(world, 'gateway-dies');
    const second = await deploy(world.client, { serviceId, image: 'sample/hello:v2' });
    await deployed(world.client, second.deploymentId);
    const { generation } = await world.client.api.traffic.get.query({ serviceId });
    const shares = [
      { versionId: first.versionId, percent: 80 },
      { versionId: second.versionId, percent: 20 },
    ];
    await world.client.api.traffic.set.mutate({ serviceId, generation, policy: { mode: 'percent', shares } });
    await killed(world, 'gateway');
    await answers(url, first.versionName);
    await until(
      () => world.client.api.traffic.get.query({ serviceId }),
      ({ isApplied }) => isApplied,
    );
    const { split, failed } = await visitMany(url, 200);
    assert.equal(failed, 0);
    assert.ok(Math.abs((split[second.versionName] ?? 0) - 40) <= 2, JSON.stringify(split));
  });

  test('kill -9 of the console: traffic does not notice, and what was committed is there', async () => {
    const { serviceId, url } = await startService(world, 'console-dies');
    const visitor = new SteadyVisitor(url);
    await world.client.api.services.change.mutate({ serviceId, remark: 'kept', releaseMode: 'standard' });
    await killed(world, 'console');
    const service = await until(
      () => world.client.api.services.get.query({ serviceId }).catch(() => undefined),
      (found) => found !== undefined,
    );
    assert.equal(service?.remark, 'kept');
    await visitor.stop();
    assert.deepEqual(visitor.failures, []);
    assert.ok(visitor.requests > 0);
  });

  test('kill -9 of an instance: it is replaced and the version is 正常 again', async () => {
    const { serviceId, url, first } = await startService(world, 'instance-dies');
    const { pid } = JSON.parse((await visit(`${url}version`)).text) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await until(
      () => visit(`${url}version`).catch(() => undefined),
      (answer) => answer?.status === 200 && JSON.parse(answer.text).pid !== pid,
    );
    const list = await until(
      () => world.client.api.versions.list.query({ serviceId }),
      ({ items }) => items[0]?.state.kind === 'normal',
    );
    assert.equal(list.items[0]?.name, first.versionName);
  });

  test('kill -9 of everything: a new start serves the same traffic from the same data', async () => {
    const { url, serviceId, first } = await startService(world, 'all-die');
    const { supervisor, ...others } = world.installation.pids();
    // The supervisor first: it would start the others again.
    for (const pid of [supervisor, others.console, others.deployer, ...others.gateways])
      if (pid) process.kill(pid, 'SIGKILL');
    await until(
      async () =>
        visit(url).then(
          () => false,
          () => true,
        ),
      (isDown) => isDown,
    );
    await world.installation.up();
    await answers(url, first.versionName);
    const { policy } = await world.client.api.traffic.get.query({ serviceId });
    assert.deepEqual(policy, {
      mode: 'percent',
      shares: [{ versionId: first.versionId, percent: 100 }],
    });
  });
});

describe('on Docker', { concurrency: false }, () => {
  let engine: Awaited<ReturnType<typeof startOwnEngine>>;
  let world: World;

  before(async () => {
    engine = await startOwnEngine({ log: () => {} });
    world = await startWorld({
      runner: 'docker',
      isEngineOurs: true,
      env: { DOCKER_HOST: engine.dockerHost },
    });
  });

  after(async () => {
    try {
      await world?.installation[Symbol.asyncDispose]();
    } finally {
      await engine?.stop();
    }
  });

  test('kill -9 of a container: it is replaced', async () => {
    const { url, first } = await startService(world, 'container-dies');
    const { docker } = new Engine(engine.dockerHost);
    const instances = { filters: { label: [INSTANCE_LABEL] } };
    const [container] = await docker.listContainers(instances);
    assert.ok(container);
    await docker.getContainer(container.Id).kill();
    await until(
      () => docker.listContainers(instances),
      ([now]) => now !== undefined && now.Id !== container.Id,
    );
    await answers(url, first.versionName);
  });

  test('kill -9 of the deployer in the middle of a deployment: it goes on, without a failed request', async () => {
    await outliveTheDeployer(world);
  });

  test('a restart of dockerd: every version serves again, and new ones can be deployed', async () => {
    const { serviceId, url, first } = await startService(world, 'engine-restarts');
    await engine.restart();
    await answers(url, first.versionName);
    await until(
      () => world.client.api.versions.list.query({ serviceId }),
      ({ items }) => items[0]?.state.kind === 'normal',
    );
    const second = await deploy(world.client, {
      serviceId,
      image: 'sample/hello:v2',
      trafficStrategy: 'full',
    });
    await deployed(world.client, second.deploymentId);
    await answers(url, second.versionName);
  });
});

/** Kills the deployer while a version gets ready under traffic: it comes live, and no request has failed. */
async function outliveTheDeployer(world: World): Promise<void> {
  const { serviceId, url } = await startService(world, 'deployer-dies');
  const visitor = new SteadyVisitor(url);
  const second = await deploy(world.client, {
    serviceId,
    image: 'sample/hello:v2',
    trafficStrategy: 'full',
    env: { SAMPLE_START_DELAY_MS: '1500' },
  });
  await until(
    () => world.client.api.deployments.get.query({ deploymentId: second.deploymentId }),
    ({ steps }) => steps.some((step) => step.name === 'ready' && step.state === 'running'),
  );
  await killed(world, 'deployer');
  await deployed(world.client, second.deploymentId);
  await answers(url, second.versionName);
  await visitor.stop();
  assert.deepEqual(visitor.failures, []);
}

/** Ends one of our processes at once, and waits until the supervisor has started it again. */
async function killed({ installation }: World, name: 'console' | 'deployer' | 'gateway'): Promise<void> {
  const pid = installation.pids()[name];
  assert.ok(pid, `${name} runs`);
  process.kill(pid, 'SIGKILL');
  await until(
    async () => installation.pids()[name],
    (now) => now !== null && now !== pid,
  );
}

async function answers(url: string, versionName: string): Promise<void> {
  await until(
    () => visit(url).catch(() => undefined),
    (answer) => answer?.status === 200 && answer.versionName === versionName,
  );
}
