// 内网地址 from a command to the answer, on a real engine. Who may reach it is in runner/docker/internal-network.test.ts.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { findInternalHost } from '#db/stores/internal-hosts.ts';
import { readSubnets } from '#db/stores/networks.ts';
import { findVersion, readSpec } from '#db/stores/versions.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import type { Deployed } from '#server/commands/deploy-version.ts';
import { setPaused } from '#server/commands/pause-service.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { internalAddress } from '#server/domain/internal-address.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import type { Times } from '#server/domain/times.ts';
import { DockerRunner } from '#server/runner/docker/docker-runner.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { isInUpperHalf } from '#server/runner/docker/subnet.ts';
import { removeAllOf, skipWithoutEngine } from '#server/runner/docker/test-engine.ts';

const skip = await skipWithoutEngine();
const LONG_MS = 60_000;

/** A deployer on an engine, as an installation of its own. */
function onDocker(context: TestContext, times: Partial<Times> = {}) {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  context.after(() => removeAllOf(engine, owner));
  const on = new TestDeployer({ resyncMs: 300, ...times }, () => new DockerRunner(engine, owner));
  return { on, networks: new DockerRunner(engine, owner).networks };
}

/** The IP of the service, once it has one. */
function hostOf(on: TestDeployer): Promise<string> {
  return on.until('it has an internal address', () => findInternalHost(on.db, on.service.id), LONG_MS);
}

/** An upload that has reached its instance and goes on until it is ended; gives the answer then. */
async function uploading(address: string): Promise<{ end(): Promise<string> }> {
  const options = { method: 'POST', agent: false, headers: { expect: '100-continue' } };
  const upload = request(`http://${address}/upload`, options);
  const answered = once(upload, 'response').then(([response]) => textOf(response));
  answered.catch(() => {}); // Waited for at its end.
  await once(upload, 'continue');
  upload.write('begun');
  return {
    end: () => {
      upload.end();
      return answered.catch(String);
    },
  };
}

/** What answers there now; null where nobody does. */
async function answerOf(address: string): Promise<string | null> {
  const options = { headers: { connection: 'close' }, signal: AbortSignal.timeout(1000) };
  const answer = await fetch(`http://${address}`, options).catch(() => null);
  return answer ? (await answer.text()).trim() : null;
}

function answers(on: TestDeployer, address: string, text: string | null) {
  return on.until(`${address} says ${text}`, async () => (await answerOf(address)) === text, LONG_MS);
}

function redeploy(on: TestDeployer, target: Deployed, version: string): Deployed {
  const row = findVersion(on.db, target.versionId) ?? assert.fail();
  const spec = specInputSchema.parse({
    ...readSpec(on.db, row.id, row.snapshotNumber),
    env: [{ kind: 'plain', name: 'SAMPLE_VERSION', value: version }],
  });
  return { ...target, ...redeployVersion(on.ctx, row, { spec }) };
}

test('S2-2, S2-3: a version keeps its address through a redeploy, another version has another', {
  skip,
  timeout: 180_000,
}, async (context) => {
  const { on } = onDocker(context);
  await using _ = on;
  const first = await on.live(on.deploy());
  const host = await hostOf(on);
  const [one, two] = [internalAddress(host, 1), internalAddress(host, 2)];
  await answers(on, one, 'hello v1');
  await on.live(redeploy(on, first, 'anew'));
  await answers(on, one, 'hello anew');
  const second = await on.live(on.deploy({ SAMPLE_VERSION: 'two' }));
  await answers(on, two, 'hello two');
  assert.equal(await answerOf(one), 'hello anew');
  const subnet = await on.until('the subnet is known', () =>
    readSubnets(on.db, [on.service.networkId]).get(on.service.networkId),
  );
  assert.ok(isInUpperHalf(subnet, host));

  await answers(on, host, 'hello anew');
  const shares = [first, second].map(({ versionId }) => ({ versionId, percent: 50 }));
  setTraffic(on.ctx, on.service, { policy: { mode: 'percent', shares }, generation: on.generation() });
  await on.until('it splits', async () => {
    const four = [await answerOf(host), await answerOf(host), await answerOf(host), await answerOf(host)];
    return four.toSorted().join() === 'hello anew,hello anew,hello two,hello two';
  });
  setPaused(on.ctx, on.service, true);
  await answers(on, host, null);
  assert.equal(await answerOf(one), 'hello anew');
});

test('an internal request under way ends well after a redeploy, and only then its instance goes', {
  skip,
  timeout: 180_000,
}, async (context) => {
  const { on } = onDocker(context, { stopGraceMs: 100, drainDeadlineMs: 120_000 });
  await using _ = on;
  const first = await on.live(on.deploy());
  const [before] = on.instances(first.versionId);
  const stateOf = () => on.instances(first.versionId).find(({ id }) => id === before?.id)?.state;
  const address = internalAddress(await hostOf(on), 1);
  await answers(on, address, 'hello v1');
  const upload = await uploading(address);
  await on.live(redeploy(on, first, 'anew'));
  await answers(on, address, 'hello anew');
  assert.equal(stateOf(), 'draining');
  assert.match(await upload.end(), /"bytes":5\b/);
  await on.until('then the old instance goes', () => stateOf() === 'removed', LONG_MS);
});

test('a relay that went is made again at its address, also by another deployer', {
  skip,
  timeout: 180_000,
}, async (context) => {
  const { on, networks } = onDocker(context);
  await using _ = on;
  await on.live(on.deploy());
  const address = internalAddress(await hostOf(on), 1);
  await answers(on, address, 'hello v1');
  await networks.removeRelay(on.service.id);
  await answers(on, address, 'hello v1');
  await on.stopDeployer();
  await networks.removeRelay(on.service.id);
  on.startDeployer();
  await answers(on, address, 'hello v1');
  assert.deepEqual(on.errors, []);
});

test('with the last service of a network go its relay and the network', {
  skip,
  timeout: 180_000,
}, async (context) => {
  const { on, networks } = onDocker(context);
  await using _ = on;
  await on.live(on.deploy());
  await hostOf(on);
  assert.deepEqual(
    (await networks.list()).networks.map(({ networkId }) => networkId),
    [on.service.networkId],
  );
  deleteService(on.ctx, on.service, { mode: 'whole', name: on.service.name });
  await on.until(
    'both are gone',
    async () => {
      const left = await networks.list();
      return left.networks.length + left.relays.length === 0;
    },
    LONG_MS,
  );
});

test('the built-in runner gives no internal address', async () => {
  await using on = new TestDeployer();
  await on.live(on.deploy());
  await on.live(on.deploy());
  assert.equal(findInternalHost(on.db, on.service.id), null);
  assert.deepEqual(on.errors, []);
});
