// What visitors meet when a service is deleted whole: deployer and gateway on one data folder (S3-41, S3-42).
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { visit } from '#e2e/visitor.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { serviceUrl, testHostLabel } from '#server/domain/naming.ts';
import { DEFAULT_TIMES } from '#server/domain/times.ts';
import { startGateway } from '#server/gateway/gateway.ts';

/** More than all buffers on the way hold. */
const LARGE = 64 * 1024 * 1024;
const WHOLE = { mode: 'whole', name: 'shop' } as const;

test('S3-41: a deleted service finishes what it had in flight; then its domains are dead, and its name begins anew', async () => {
  await using on = new TestDeployer();
  await using gateway = await gatewayOn(on);
  const url = gateway.urlOf(on.service.host);
  const status = async (label: string) => (await visit(gateway.urlOf(label))).status;
  await on.live(on.deploy());
  await on.live(on.deploy());
  await on.until('it is served', async () => (await visit(url)).status === 200);

  const inFlight = await begin(`${url}download?bytes=${LARGE}`);
  deleteService(on.ctx, on.service, WHOLE);
  await on.until('the domain is closed', async () => (await status(on.service.host)) === 503);
  assert.equal(await restOf(inFlight), LARGE);
  await on.until('the domain is unknown', async () => (await status(on.service.host)) === 404);
  assert.match((await visit(url)).text, /unknown_host/);
  assert.equal(await status(testHostLabel(on.service.host, 2)), 404);
  await on.until('nothing runs', async () => (await on.runner.list()).length === 0);
  assert.ok(on.instances().every(({ state, cutRequests }) => state === 'removed' && cutRequests === 0));

  const environmentId = on.environment.id;
  const reborn = createService(on.ctx, { environmentId, name: 'shop', remark: '' });
  assert.notEqual(reborn.host, on.service.host);
  await on.until('the new domain is known', async () => (await status(reborn.host)) === 503);
  assert.equal(await status(on.service.host), 404);
  assert.deepEqual(on.errors, []);
});

test('a service that goes in the middle of a deployment leaves nothing running, and its traffic ends', async () => {
  await using on = new TestDeployer();
  await using gateway = await gatewayOn(on);
  await on.live(on.deploy());
  const second = on.deploy({ SAMPLE_START_DELAY_MS: '60000' }, { trafficStrategy: 'full' });
  await on.until('its instance starts', async () => (await on.running(second.versionId)).length === 1);
  deleteService(on.ctx, on.service, WHOLE);
  await on.until('nothing runs', async () => (await on.runner.list()).length === 0);
  await on.until(
    'the domain is unknown',
    async () => (await visit(gateway.urlOf(on.service.host))).status === 404,
  );
  assert.equal(on.deployment(second.deploymentId).state, 'cancelled');
  assert.deepEqual(on.errors, []);
});

test('what was deleted while no deployer ran is cleared away by the next one', async () => {
  await using on = new TestDeployer();
  await using gateway = await gatewayOn(on);
  await on.live(on.deploy());
  await on.stopDeployer();
  deleteService(on.ctx, on.service, WHOLE);
  on.startDeployer();
  await on.until('nothing runs', async () => (await on.runner.list()).length === 0);
  await on.until(
    'the domain is unknown',
    async () => (await visit(gateway.urlOf(on.service.host))).status === 404,
  );
});

async function gatewayOn({ dataDir }: TestDeployer) {
  const baseDomain = 'localhost';
  const gateway = await startGateway({
    dataDir,
    port: 0,
    baseDomain,
    consoleUrl: 'http://console.test:3000',
    times: DEFAULT_TIMES,
  });
  return {
    urlOf: (label: string) => serviceUrl(label, { baseDomain, gatewayPort: gateway.port }),
    async [Symbol.asyncDispose]() {
      await gateway.stop();
    },
  };
}

/** A response whose head has come and whose body waits to be read: its request is in flight. */
async function begin(url: string): Promise<IncomingMessage> {
  const { host, port, pathname, search } = new URL(url);
  const asked = get({ host: '127.0.0.1', port, path: pathname + search, headers: { host } });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

/** Bytes of the body. */
async function restOf(response: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of response) bytes += (chunk as Buffer).length;
  return bytes;
}
