import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';
import { berthFile } from '#db/open.ts';
import { listLiveWorkers, saveWorker } from '#db/stores/gateway-workers.ts';
import { watchDb } from '#db/watch.ts';
import {
  ask,
  instanceAt,
  routesOf,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';

test('a draining instance gets nothing new once acknowledged, and its requests are reported until they end', async (t) => {
  const held: http.ServerResponse[] = [];
  const old = await testInstance(t, (_request, response) => void held.push(response));
  const young = await testInstance(t, (_request, response) => response.end('new'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [old.port] })]);
  const waiting = [ask(gateway), ask(gateway)];
  await until(() => held.length === 2);

  const revision = gateway.save(
    routesOf({ v1: 100 }, { v1: [instanceAt(old.port, { isDraining: true }), young.port] }),
  );
  await until(() => gateway.serves(revision));
  const id = `instance-${old.port}`;
  const inFlight = () => listLiveWorkers(gateway.db, gateway.metrics, Date.now() - 5_000)[0]?.inFlight;
  assert.deepEqual(inFlight(), { [id]: 2 });
  for (let index = 0; index < 20; index += 1) assert.equal((await ask(gateway)).body, 'new');
  assert.equal(held.length, 2);

  held[0]?.end('old');
  await until(() => inFlight()?.[id] === 1);
  held[1]?.end('old');
  await until(() => inFlight()?.[id] === undefined);
  assert.deepEqual(
    (await Promise.all(waiting)).map((answer) => answer.body),
    ['old', 'old'],
  );
});

test('replacing all instances one after the other under load fails no request', async (t) => {
  const handler = (request: http.IncomingMessage, response: http.ServerResponse) => {
    request.resume().on('end', () => setTimeout(() => response.end('ok'), Math.random() * 10));
  };
  let current = await testInstance(t, handler);
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [current.port] })]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  t.after(() => agent.destroy());
  let isRunning = true;
  const statuses: number[] = [];
  const load = Array.from({ length: 16 }, async (_, visitor) => {
    const how = visitor % 2 === 0 ? {} : { method: 'POST', body: 'x'.repeat(1000) };
    while (isRunning) statuses.push((await ask(gateway, { agent, ...how })).status);
  });

  for (let round = 0; round < 8; round += 1) {
    const old = current;
    current = await testInstance(t, handler);
    const leaving = instanceAt(old.port, { isDraining: true });
    const revision = gateway.save(routesOf({ v1: 100 }, { v1: [leaving, current.port] }));
    const isIdle = () => {
      const [worker] = listLiveWorkers(gateway.db, gateway.metrics, 0);
      return (worker?.servedRevision ?? 0) >= revision && !worker?.inFlight[leaving.instanceId];
    };
    await until(isIdle);
    old.server.close();
    old.server.closeAllConnections();
    const gone = gateway.save(routesOf({ v1: 100 }, { v1: [current.port] }));
    await until(() => gateway.serves(gone));
  }
  isRunning = false;
  await Promise.all(load);
  assert.ok(statuses.length > 100, `only ${statuses.length} requests ran`);
  assert.deepEqual(
    statuses.filter((status) => status !== 200),
    [],
  );
});

test('requests at an instance that left the routes at once are still reported', async (t) => {
  const held: http.ServerResponse[] = [];
  const { port } = await testInstance(t, (_request, response) => void held.push(response));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const waiting = ask(gateway);
  await until(() => held.length === 1);
  gateway.save(null);
  const inFlight = () => listLiveWorkers(gateway.db, gateway.metrics, 0)[0]?.inFlight;
  await until(() => inFlight()?.[`instance-${port}`] === 1);
  held[0]?.end('late');
  assert.equal((await waiting).body, 'late');
  await until(() => Object.keys(inFlight() ?? {}).length === 0);
});

test('a draining instance keeps no idle connection', async (t) => {
  const { port, server } = await testInstance(t, (_request, response) => response.end('ok'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const connections = () =>
    new Promise<number>((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  await ask(gateway);
  assert.equal(await connections(), 1);
  gateway.save(routesOf({ v1: 100 }, { v1: [instanceAt(port, { isDraining: true })] }));
  let open = 1;
  await until(() => {
    void connections().then((count) => {
      open = count;
    });
    return open === 0;
  });
});

test('acknowledging a change wakes the others once, and the gateway not at all after that', async (t) => {
  const gateway = await testGateway(t, [routesOf({}, {})]);
  const changes: number[] = [];
  const watch = watchDb(berthFile(gateway.dataDir), () => changes.push(performance.now()), 1);
  t.after(() => watch.close());
  const revision = gateway.save(routesOf({}, {}, { generation: 2 }));
  await until(() => gateway.serves(revision));
  const since = performance.now();
  await until(() => performance.now() - since > 300);
  assert.ok(changes.length <= 2, `${changes.length} commits were seen`);
});

test('half of all changes are acknowledged within 40 ms', async (t) => {
  const gateway = await testGateway(t, [routesOf({}, {})]);
  const waits: number[] = [];
  for (let generation = 2; generation < 23; generation += 1) {
    const revision = gateway.save(routesOf({}, {}, { generation }));
    const savedAt = performance.now();
    await until(() => gateway.serves(revision));
    waits.push(performance.now() - savedAt);
  }
  waits.sort((a, b) => a - b);
  assert.ok((waits[10] ?? 0) < 40, `median ${waits[10]} ms`);
});

test('while another process holds the database, traffic goes on and the change comes after', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('ok'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  gateway.db.$client.exec('begin immediate');
  const row = gateway.db.$client
    .prepare('update routes set revision = revision + 1 returning revision')
    .pluck();
  const revision = Number(row.get());
  const startedAt = performance.now();
  for (let index = 0; index < 50; index += 1) assert.equal((await ask(gateway)).status, 200);
  assert.ok(performance.now() - startedAt < 2_000);
  assert.equal(gateway.serves(revision), false);
  gateway.db.$client.exec('commit');
  await until(() => gateway.serves(revision));

  const waiting = gateway.save(routesOf({ v1: 100 }, { v1: [port] }, { generation: 9 }));
  gateway.db.$client.exec('begin immediate');
  for (let index = 0; index < 50; index += 1) assert.equal((await ask(gateway)).status, 200);
  gateway.db.$client.exec('commit');
  await until(() => gateway.serves(waiting));
});

test('a starting worker removes the rows of workers that are dead, and of no other', async (t) => {
  const gateway = await testGateway(t, []);
  const row = { startedAt: 1, servedRevision: 1, inFlight: {} };
  saveWorker(gateway.db, { ...row, id: 'no-such-process', pid: 4_194_304 });
  saveWorker(gateway.db, { ...row, id: 'silent', pid: process.ppid });
  saveWorker(gateway.db, { ...row, id: 'living', pid: process.ppid });
  gateway.metrics.$client
    .prepare('insert into worker_heartbeats (worker_id, pid, at) values (?, ?, ?), (?, ?, ?)')
    .run('living', process.ppid, Date.now(), 'no-such-process', 4_194_304, Date.now());
  const second = await gateway.start();
  const ids = gateway.db.$client.prepare('select id from gateway_workers').pluck().all();
  await second.stop();
  // The first worker's row has the second one's own process id: as if left from before a restart of the machine.
  assert.deepEqual(ids.sort(), ['living', second.workerId].sort());
});

test('stopping finishes the requests in flight, then takes the row and the heartbeat away', async (t) => {
  const held: http.ServerResponse[] = [];
  const { port } = await testInstance(t, (_request, response) => void held.push(response));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })], {
    times: { drainDeadlineMs: 10_000, workerSilentMs: 5_000, holdMs: 30_000, waitingPageMs: 3_000 },
  });
  const agent = new http.Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const waiting = ask(gateway, { agent });
  await until(() => held.length === 1);
  const stopped = gateway.stop();
  await assert.rejects(ask(gateway), { code: 'ECONNREFUSED' });
  held[0]?.end('finished');
  const answer = await waiting;
  assert.deepEqual([answer.body, answer.headers.connection], ['finished', 'close']);
  assert.equal(await stopped, 0);
  for (const [db, table] of [
    [gateway.db, 'gateway_workers'],
    [gateway.metrics, 'worker_heartbeats'],
  ] as const) {
    assert.equal(db.$client.prepare(`select count(*) from ${table}`).pluck().get(), 0);
  }
});

test('what is still open at the deadline is cut off and counted', async (t) => {
  const { port } = await testInstance(t, (_request, response) => void response.write('for ever'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const request = http.get({ port: gateway.port, host: '127.0.0.1', headers: { host: WEB_HOST } });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const broken = assert.rejects(response.toArray(), { code: 'ECONNRESET' });
  assert.equal(await gateway.stop(), 1);
  await broken;
});
