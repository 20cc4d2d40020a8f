// No request may fail while anything of a release, of the gateway or of the processes around it changes: each part of
// the story has 20,000 answers that were all looked at. Two gateway workers, and every request is in their counts.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { metricsFile, openMetricsDb } from '#db/open.ts';
import { EchoingSocket } from '#e2e/load/echoing-socket.ts';
import { type Expected, Load } from '#e2e/load/load.ts';
import { visit } from '#e2e/visitor.ts';
import { startService, startWorld, type World } from '#e2e/world.ts';
import { deploy, deployed, redeploy, until } from '#scripts/console-client.ts';

const ENOUGH = 20_000;
const WORKERS = 2;
const DRAIN_DEADLINE_MS = 12_000;
/** An echo is so old at most when the WebSocket is closed. */
const LATE_MS = 500;
/** More bytes than all buffers on the way take. */
const LONG_ANSWER = 32 * 1024 * 1024;
const HELD = [1, 2, 3, 4];

describe('under load', { concurrency: false }, () => {
  let world: World;
  let service: Awaited<ReturnType<typeof startService>>;
  let second: Awaited<ReturnType<typeof deploy>>;
  let sent = 0;

  before(async () => {
    const times = { drainDeadlineMs: DRAIN_DEADLINE_MS };
    world = await startWorld({
      runner: 'embedded',
      env: { GATEWAY_WORKERS: String(WORKERS), BERTH_TIMES: JSON.stringify(times) },
    });
    service = await startService(world, 'busy', { minReplicas: 3 });
  });

  after(async () => {
    await world?.installation[Symbol.asyncDispose]();
  });

  test('a full upgrade fails no request', async () => {
    const { serviceId, first } = service;
    const { answered } = await underLoad({ [first.versionName]: 'v1', [nameOf(2)]: 'v2' }, async () => {
      const order = { serviceId, image: 'sample/hello:v2', trafficStrategy: 'full', minReplicas: 1 } as const;
      second = await deploy(world.client, order);
      await deployed(world.client, second.deploymentId);
    });
    assert.equal(Object.keys(answered).length, 2);
  });

  test('a gray change in ten steps fails no request', async () => {
    await underLoad(both(), async () => {
      for (let percent = 10; percent <= 100; percent += 10) await setShare(percent);
    });
  });

  test('a redeploy of three instances fails no request', async () => {
    await underLoad(onlyFirst(), async () => {
      const { deploymentId } = await redeploy(world.client, service.first.versionId, { COLOUR: 'blue' });
      assert.equal((await deployed(world.client, deploymentId)).failedRequests, 0);
    });
    assert.deepEqual(await readySnapshots(3), [2, 2, 2]);
  });

  test('a rollback to an earlier configuration, then to another version, fails no request', async () => {
    const { versionId } = service.first;
    await underLoad(both(), async () => {
      const back = await world.client.api.history.rollBack.mutate({ versionId, snapshotNumber: 1 });
      await deployed(world.client, back.deploymentId);
      await setShare(0);
      await setShare(100);
    });
    assert.deepEqual(await readySnapshots(3), [1, 1, 1]);
  });

  test('going from three instances to one fails no request', async () => {
    const { versionId } = service.first;
    await underLoad(onlyFirst(), async () => {
      const version = await world.client.api.versions.get.query({ versionId });
      assert.ok(version);
      const { spec, snapshotNumber: fromSnapshotNumber } = version;
      const order = { versionId, fromSnapshotNumber, spec: { ...spec, minReplicas: 1 } };
      const { deploymentId } = await world.client.api.versions.redeploy.mutate(order);
      await deployed(world.client, deploymentId);
      await readySnapshots(1);
    });
  });

  test('SIGHUP replaces all gateway workers, and fails no request', async () => {
    const { supervisor, gateways } = world.installation.pids();
    await underLoad(onlyFirst(), async () => {
      process.kill(supervisor, 'SIGHUP');
      await renewed(gateways);
    });
  });

  test('kill -9 of console and deployer fails no request', async () => {
    const old = world.installation.pids();
    await underLoad(onlyFirst(), async () => {
      for (const pid of [old.console, old.deployer]) if (pid) process.kill(pid, 'SIGKILL');
      await until(
        async () => world.installation.pids(),
        (now) => isNew(now.console, old.console) && isNew(now.deployer, old.deployer),
      );
    });
    await answering();
  });

  test('every request of the load is counted once', async () => {
    const metrics = openMetricsDb(metricsFile(world.installation.dataDir));
    const row = metrics.$client.prepare(
      'select sum(requests) requests, sum(errors) errors, sum(left) lost from request_buckets where service_id = ?',
    );
    await until(
      async () => row.get(service.serviceId) as { requests: number },
      ({ requests }) => requests >= sent,
    );
    assert.deepEqual(row.get(service.serviceId), { requests: sent, errors: 0, lost: 0 });
    metrics.$client.close();
  });

  test('an update leaves a long answer and a WebSocket alone until the drain deadline', async () => {
    const { versionId } = service.first;
    let deploymentId = '';
    await outlives(async () => {
      ({ deploymentId } = await redeploy(world.client, versionId, { COLOUR: 'green' }));
      await until(
        () => world.client.api.versions.instances.query({ versionId }),
        ({ items: all }) => all.some(({ state }) => state === 'draining'),
      );
    });
    await deployed(world.client, deploymentId);
  });

  test('new gateway workers leave a long answer and a WebSocket alone until the drain deadline', async () => {
    const { supervisor, gateways } = world.installation.pids();
    await outlives(async () => {
      process.kill(supervisor, 'SIGHUP');
      await until(
        async () => world.installation.pids().gateways,
        ([first]) => isNew(first ?? null, gateways[0] ?? null),
      );
    });
    await renewed(gateways);
  });

  /** Opens WebSockets and answers that nobody reads, at all workers; they go on after `drain`, until the deadline. */
  async function outlives(drain: () => Promise<void>): Promise<void> {
    const { url } = service;
    const sockets = await Promise.all(HELD.map(() => EchoingSocket.open(url)));
    const answers = await Promise.all(HELD.map(() => heldAnswer(url, LONG_ANSWER)));
    const since = performance.now();
    await drain();
    assert.equal((await visit(url)).status, 200);
    assert.deepEqual(
      await Promise.all(answers.map(lengthOf)),
      HELD.map(() => LONG_ANSWER),
    );
    await Promise.all(sockets.map((socket) => socket.closed(DRAIN_DEADLINE_MS * 4)));
    for (const { lastEchoAt } of sockets)
      assert.ok(lastEchoAt - since > DRAIN_DEADLINE_MS - LATE_MS, `silent after ${lastEchoAt - since} ms`);
  }

  /** Runs `act` under load, then goes on until there was enough of it. */
  async function underLoad(expected: Expected, act: () => Promise<void>): Promise<Load> {
    const load = new Load(service.url, expected);
    await act();
    await load.stopAfter(ENOUGH);
    sent += load.requests;
    assert.deepEqual(load.failures, []);
    assert.ok(load.requests >= ENOUGH);
    return load;
  }

  function nameOf(number: number): string {
    return service.first.versionName.replace(/\d+$/, String(number).padStart(3, '0'));
  }

  function onlyFirst(): Expected {
    return { [service.first.versionName]: 'v1' };
  }

  function both(): Expected {
    return { ...onlyFirst(), [second.versionName]: 'v2' };
  }

  /** So many per cent to the first version, the rest to the second; resolves once all workers serve it. */
  async function setShare(percent: number): Promise<void> {
    const { serviceId, first } = service;
    const { generation } = await world.client.api.traffic.get.query({ serviceId });
    const shares = [
      { versionId: first.versionId, percent },
      { versionId: second.versionId, percent: 100 - percent },
    ];
    await world.client.api.traffic.set.mutate({ serviceId, generation, policy: { mode: 'percent', shares } });
    await until(
      () => world.client.api.traffic.get.query({ serviceId }),
      ({ isApplied }) => isApplied,
    );
  }

  /** Snapshots of the first version's instances, once so many are ready and no others are left. */
  async function readySnapshots(count: number): Promise<number[]> {
    const { versionId } = service.first;
    const { items: all } = await until(
      () => world.client.api.versions.instances.query({ versionId, pageSize: 50 }),
      ({ items: list }) => {
        const present = list.filter(({ state }) => state !== 'removed' && state !== 'exited');
        return present.length === count && present.every(({ state }) => state === 'ready');
      },
    );
    return all.filter(({ state }) => state === 'ready').map(({ snapshotNumber }) => snapshotNumber);
  }

  async function renewed(old: (number | null)[]): Promise<void> {
    await until(
      async () => world.installation.pids().gateways,
      (now) => now.length === WORKERS && now.every((pid) => pid !== null && !old.includes(pid)),
    );
  }

  async function answering(): Promise<void> {
    await until(
      () => world.client.api.traffic.get.query({ serviceId: service.serviceId }).catch(() => undefined),
      (found) => found !== undefined,
    );
  }
});

function isNew(now: number | null, old: number | null): boolean {
  return now !== null && now !== old;
}

/** An answer of so many bytes whose head is here, and whose body nobody reads yet. */
async function heldAnswer(url: string, bytes: number): Promise<IncomingMessage> {
  const { port, host } = new URL(url);
  const headers = { host };
  const path = `/download?bytes=${bytes}`;
  const [answer] = await once(get({ host: '127.0.0.1', port, path, headers, agent: false }), 'response');
  return answer;
}

async function lengthOf(answer: IncomingMessage): Promise<number> {
  let length = 0;
  for await (const chunk of answer) length += chunk.length;
  return length;
}
