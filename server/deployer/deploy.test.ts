// Deployments on real processes: how they succeed, and how each way to fail is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';

test('the first version that gets ready takes all requests (S3-22)', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  await on.until('the routes carry it', () => on.shares()[first.versionId] === 100);
  await on.until('it is through', () => on.steps(first).every((step) => step.endsWith('finished')));
  assert.equal(on.state(first.versionId), 'normal');
  const [instance] = on.instances();
  const answer = await fetch(`http://${instance?.host}:${instance?.port}/`);
  assert.equal(await answer.text(), 'hello v1\n');
  assert.deepEqual(on.errors, []);
});

test('what an instance said before its quick deployment ended stands in that log, and later words do not', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  const log = () => on.log('deployments', first.deploymentId).join('\n');
  await on.until('its start is told', () => log().includes('sample/hello:v1 listens on'));
  const [instance] = on.instances();
  await fetch(`http://${instance?.host}:${instance?.port}/version`);
  await on.until('its own log has the request', () =>
    on.log('instances', instance?.id ?? '').some((line) => line.includes('/version')),
  );
  assert.doesNotMatch(log(), /\/version/);
});

test('a second version stays at 0 % and can be reached at its test address', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  const second = await on.live(on.deploy());
  await on.until('both are routed', () => on.document()?.versions.length === 2);
  assert.deepEqual(on.shares(), { [first.versionId]: 100 });
  const routed = on.document()?.versions.find(({ versionId }) => versionId === second.versionId);
  assert.match(routed?.testHost ?? '', /^v002-shop-/);
  assert.equal(routed?.instances.length, 1);
});

test('with 部署完成后自动开启100%流量 a version takes over once it is ready, not before', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  const second = on.deploy({ SAMPLE_START_DELAY_MS: '400' }, { trafficStrategy: 'full' });
  await on.until('its instance starts', () => on.instances(second.versionId).length === 1);
  assert.deepEqual(on.shares(), { [first.versionId]: 100 });
  await on.live(second);
  await on.until('the routes carry it', () => on.shares()[second.versionId] === 100);
});

test('all instances of a version are ready before it is live', async () => {
  await using on = new TestDeployer();
  const first = on.deploy({}, { replicaMode: 'high-availability', minReplicas: 3 });
  await on.live(first);
  assert.deepEqual(
    on.instances().map(({ state }) => state),
    ['ready', 'ready', 'ready'],
  );
  assert.equal(new Set(on.document()?.versions[0]?.instances.map(({ port }) => port)).size, 3);
});

test('the log of a deployment tells the steps and what the instance printed, once each', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  const lines = await on.until('the log is whole', () => {
    const all = on.log('deployments', first.deploymentId);
    return all.includes('platform apply_routes : succ') ? all : null;
  });
  const [instance] = on.instances();
  const source = instance?.id.slice(0, 4);
  assert.deepEqual(
    lines.filter((line) => line.startsWith('platform')),
    [
      'platform -----------服务shop部署shop-001-----------',
      'platform check_resources : succ',
      'platform check_image : process',
      'platform check_image : succ',
      `platform create_instance : creating, ${instance?.id}`,
      'platform create_instance : succ',
      'platform check_instance_ready : process, 等待实例启动就绪…',
      'platform check_instance_ready : succ',
      'platform apply_routes : process',
      'platform apply_routes : succ',
    ],
  );
  await on.until('the instance is heard', () =>
    on
      .log('instances', instance?.id ?? '')
      .some((line) => line.startsWith(`${source} sample/hello:v1 listens`)),
  );
});

test('a process that ends each time fails with its exit code and its last lines', async () => {
  await using on = new TestDeployer();
  const first = on.deploy({
    SAMPLE_EXIT_AFTER_MS: '50',
    SAMPLE_EXIT_CODE: '3',
    SAMPLE_START_DELAY_MS: '60000',
  });
  const { state, failure } = await on.ended(first);
  assert.equal(state, 'failed');
  assert.equal(failure?.code, 'exited_at_once');
  assert.deepEqual(failure?.params, { exitCode: 3, times: 3 });
  assert.equal(failure?.step, 'ready');
  assert.equal(failure?.instanceId, on.instances(first.versionId).at(-1)?.id);
  assert.match(failure?.logTail.join('\n') ?? '', /ends with code 3/);
  await on.until('it is cleared away', async () => (await on.runner.list()).length === 0);
  assert.deepEqual(on.state(first.versionId), 'failed');
  const log = on.log('deployments', first.deploymentId);
  assert.equal(log.filter((line) => line.includes('restart_instance')).length, 2);
  assert.ok(log.includes('! platform deploy_version : fail, exited_at_once'));
});

test('a process whose end nobody noticed is not taken for one that is late', async () => {
  class Unnoticed extends EmbeddedRunner {
    override watch(): void {}
  }
  const times = { readyWindowMs: 4000, startAttempts: 1 };
  await using on = new TestDeployer(times, (dataDir) => new Unnoticed(dataDir));
  const first = on.deploy({ SAMPLE_EXIT_AFTER_MS: '1', SAMPLE_START_DELAY_MS: '60000' });
  const { failure } = await on.ended(first);
  assert.equal(failure?.code, 'exited_at_once');
});

test('a process that listens elsewhere is told from one that listens nowhere', async () => {
  await using on = new TestDeployer({ readyWindowMs: 700 });
  const elsewhere = await on.ended(on.deploy({ SAMPLE_LISTEN_PORT: '9001' }));
  assert.equal(elsewhere.failure?.code, 'port_not_listening');
  assert.deepEqual(elsewhere.failure?.params, { port: 8000, found: '9001' });
  const nowhere = await on.ended(on.deploy({ SAMPLE_START_DELAY_MS: '60000' }));
  assert.equal(nowhere.failure?.code, 'start_timeout');
  assert.deepEqual(nowhere.failure?.params, { port: 8000, seconds: 1 });
  await on.until('both are stopped', async () => (await on.runner.list()).length === 0);
});

test('an HTTP probe that is not answered with 2xx or 3xx fails the health check', async () => {
  await using on = new TestDeployer({ readyWindowMs: 700 });
  const probe = { kind: 'http', path: '/healthz' } as const;
  const failed = await on.ended(on.deploy({ SAMPLE_HEALTH_STATUS: '500' }, { probe }));
  assert.equal(failed.failure?.code, 'health_check_fail');
  assert.deepEqual(failed.failure?.params, { status: 500, path: '/healthz' });
  await on.live(on.deploy({}, { probe }));
});

test('an image that is nowhere to be had fails before anything starts', async () => {
  await using on = new TestDeployer();
  const first = on.deploy({}, { source: { kind: 'image', image: 'nowhere/image:v1' } });
  const { failure } = await on.ended(first);
  assert.equal(failure?.code, 'image_pull_fail');
  assert.equal(failure?.params.image, 'nowhere/image:v1');
  assert.deepEqual(on.instances(), []);
  await on.until('the step is marked', () => on.steps(first).includes('image failed'));
});

test('a start that is refused is told', async () => {
  await using on = new TestDeployer();
  const first = on.deploy({}, { command: ['/no/such/program'] });
  const { failure } = await on.ended(first);
  assert.equal(failure?.code, 'start_fail');
  assert.ok(String(failure?.params.reason).length > 5);
  await on.until('its row is closed', () => on.instances().every(({ state }) => state === 'exited'));
});

test('what the machine cannot give is refused before anything starts, saying what is free', async () => {
  await using on = new TestDeployer();
  const first = on.deploy({}, { cpu: 16, memoryGb: 64 });
  const { failure } = await on.ended(first);
  assert.equal(failure?.code, 'quota_fail');
  assert.deepEqual(Object.keys(failure?.params ?? {}).sort(), [
    'cpu',
    'cpuFree',
    'memoryFreeGb',
    'memoryGb',
    'replicas',
  ]);
  assert.deepEqual(on.instances(), []);
});

test('a cancelled deployment is stopped, and the next may start at once (S3-23)', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  const second = on.deploy({ SAMPLE_START_DELAY_MS: '60000' }, { trafficStrategy: 'full' });
  await on.until('its process runs', async () => (await on.running(second.versionId)).length === 1);
  cancelDeployment(on.ctx, on.deployment(second.deploymentId));
  const third = on.deploy({}, { trafficStrategy: 'full' });
  await on.live(third);
  await on.until('it is stopped', async () => (await on.running(second.versionId)).length === 0);
  assert.equal(on.deployment(second.deploymentId).state, 'cancelled');
  assert.equal(on.state(second.versionId), 'cancelled');
  assert.equal((await on.running(first.versionId)).length, 1);
  assert.ok(on.steps(second).some((step) => step.endsWith('failed')));
});

test('a failed deployment leaves traffic and the other version as they were', async () => {
  await using on = new TestDeployer({ restartBackoffMs: 10 });
  const first = await on.live(on.deploy());
  const before = await on.running(first.versionId);
  await on.ended(on.deploy({ SAMPLE_EXIT_AFTER_MS: '0' }, { trafficStrategy: 'full' }));
  assert.deepEqual(on.shares(), { [first.versionId]: 100 });
  assert.deepEqual(await on.running(first.versionId), before);
});
