import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { listRequests } from '#db/stores/request-log.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { type SeatRun, seatVisitors } from '#server/domain/visitor-seats.ts';
import {
  type Asked,
  ask,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
} from '#server/gateway/test-gateway.ts';

type World = {
  gateway: TestGateway;
  /** What instances were told of cookies. */
  seen: (string | undefined)[];
  /** Routes for these shares, with the seating after the one before. */
  routes(shares: Record<string, number>, changes?: Partial<ServiceRoutes>): ServiceRoutes;
  /** Puts them in place and waits until the gateway serves them. */
  share(shares: Record<string, number>): Promise<void>;
};

/** A service that keeps its visitors, with versions that answer their name. */
async function stickyWorld(t: TestContext, shares: Record<string, number>): Promise<World> {
  const seen: World['seen'] = [];
  const versions: Record<string, number[]> = {};
  for (const name of ['v1', 'v2', 'v3']) {
    const { port } = await testInstance(t, (request, response) => {
      seen.push(request.headers.cookie);
      response.end(name);
    });
    versions[name] = [port];
  }
  let seats: readonly SeatRun[] = [];
  function routes(next: Record<string, number>, changes: Partial<ServiceRoutes> = {}): ServiceRoutes {
    const document = routesOf(next, versions);
    if (document.traffic.mode === 'percent') seats = seatVisitors(document.traffic.shares, seats);
    return { ...document, seats, ...changes };
  }
  const gateway = await testGateway(t, [routes(shares)]);
  async function share(next: Record<string, number>): Promise<void> {
    const revision = gateway.save(routes(next));
    await until(() => gateway.serves(revision));
  }
  return { gateway, seen, routes, share };
}

/** Name and value of the cookie that an answer sets. */
function cookieFrom({ headers }: Asked): string {
  const [cookie = '', ...more] = headers['set-cookie'] ?? [];
  assert.deepEqual(more, []);
  assert.match(cookie, /^__berth_visitor=/);
  return cookie.split(';')[0] ?? '';
}

type Kept = { cookie: string; version: string };

/** New visitors, one after another, with what they keep and the version that answered. */
async function welcome({ gateway }: World, count: number): Promise<Kept[]> {
  const visitors: Kept[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = await ask(gateway);
    visitors.push({ cookie: cookieFrom(answer), version: answer.body });
  }
  return visitors;
}

/** The same visitors once more. */
async function visitAgain({ gateway }: World, visitors: readonly Kept[]): Promise<Kept[]> {
  const again: Kept[] = [];
  for (const { cookie } of visitors) {
    const answer = await ask(gateway, { headers: { cookie } });
    assert.equal(answer.headers['set-cookie'], undefined, 'a seat is given out once');
    again.push({ cookie, version: answer.body });
  }
  return again;
}

function split(visitors: readonly Kept[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { version } of visitors) counts[version] = (counts[version] ?? 0) + 1;
  return counts;
}

/** `v1>v2` → how many visitors moved so. */
function moves(before: readonly Kept[], after: readonly Kept[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [index, { version }] of before.entries()) {
    const move = `${version}>${after[index]?.version}`;
    if (version !== after[index]?.version) counts[move] = (counts[move] ?? 0) + 1;
  }
  return counts;
}

test('new visitors are split exactly, and each of them stays with the version that answered first', async (t) => {
  const world = await stickyWorld(t, { v1: 70, v2: 30 });
  const visitors = await welcome(world, 100);
  assert.deepEqual(split(visitors), { v1: 70, v2: 30 });
  for (let visits = 0; visits < 3; visits += 1) {
    assert.deepEqual(await visitAgain(world, visitors), visitors);
  }
  assert.deepEqual(split(await welcome(world, 100)), { v1: 70, v2: 30 });
});

test('raising a share moves visitors only towards the raised version, exactly as many as it was raised by', async (t) => {
  const world = await stickyWorld(t, { v1: 100 });
  let visitors = await welcome(world, 100);
  for (const [from, to] of [
    [0, 5],
    [5, 20],
    [20, 50],
    [50, 100],
  ] as const) {
    await world.share({ v1: 100 - to, v2: to });
    const after = await visitAgain(world, visitors);
    assert.deepEqual(moves(visitors, after), { 'v1>v2': to - from });
    visitors = after;
  }
  assert.deepEqual(split(visitors), { v2: 100 });
});

test('of few visitors about as many move, whichever came first', async (t) => {
  const world = await stickyWorld(t, { v1: 100 });
  const visitors = await welcome(world, 20);
  await world.share({ v1: 50, v2: 50 });
  const moved = moves(visitors, await visitAgain(world, visitors))['v1>v2'] ?? 0;
  assert.ok(moved >= 8 && moved <= 12, `${moved} of 20 moved`);
});

test('of three versions, those whose share stays keep their visitors, and 0 % takes everybody off', async (t) => {
  const world = await stickyWorld(t, { v1: 50, v2: 30, v3: 20 });
  const visitors = await welcome(world, 100);
  await world.share({ v1: 60, v2: 20, v3: 20 });
  const raised = await visitAgain(world, visitors);
  assert.deepEqual(moves(visitors, raised), { 'v2>v1': 10 });
  await world.share({ v1: 60, v3: 40 });
  const without = await visitAgain(world, raised);
  assert.deepEqual(moves(raised, without), { 'v2>v3': 20 });
});

test('abandoning a gray release takes everybody back, and beginning anew brings the same visitors over', async (t) => {
  const world = await stickyWorld(t, { v1: 80, v2: 20 });
  const visitors = await welcome(world, 100);
  await world.share({ v1: 100 });
  assert.deepEqual(split(await visitAgain(world, visitors)), { v1: 100 });
  await world.share({ v1: 80, v2: 20 });
  assert.deepEqual(await visitAgain(world, visitors), visitors);
});

test('the cookie is for the gateway alone, and stays with this host', async (t) => {
  const world = await stickyWorld(t, { v1: 100 });
  const [line = ''] = (await ask(world.gateway)).headers['set-cookie'] ?? [];
  const [pair = '', ...attributes] = line.split('; ');
  assert.match(pair, /^__berth_visitor=\d{1,2}\.[\w-]{43}$/);
  assert.deepEqual(attributes, ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=34560000']);
  await ask(world.gateway, { headers: { cookie: `mine=1; ${pair}; yours=2` } });
  assert.deepEqual(world.seen, [undefined, 'mine=1; yours=2']);
});

test('a seat that was forged, cut off or is of another service counts for nothing, and a good one beside it does', async (t) => {
  const world = await stickyWorld(t, { v1: 100 });
  const other = world.routes({ v1: 100 }, { serviceId: 'other', host: 'other-abc123' });
  const revision = world.gateway.save(other);
  await until(() => world.gateway.serves(revision));
  const elsewhere = cookieFrom(await ask(world.gateway, { host: 'other-abc123.berth.test' }));
  const [good] = await welcome(world, 1);
  assert.ok(good);
  const forged = good.cookie.replace(/=\d+/, '=57');
  for (const cookie of [
    elsewhere,
    forged,
    good.cookie.slice(0, -1),
    '__berth_visitor=57',
    '__berth_visitor',
  ]) {
    const answer = await ask(world.gateway, { headers: { cookie } });
    assert.ok(cookieFrom(answer), cookie);
  }
  const both = await ask(world.gateway, { headers: { cookie: `${forged}; ${good.cookie}` } });
  assert.equal(both.headers['set-cookie'], undefined);
});

test('every worker on the same data knows every seat', async (t) => {
  const world = await stickyWorld(t, { v1: 50, v2: 50 });
  const visitors = await welcome(world, 20);
  const second = await world.gateway.start();
  t.after(() => second.stop());
  for (const { cookie, version } of visitors) {
    const answer = await ask(second, { headers: { cookie } });
    assert.deepEqual([answer.body, answer.headers['set-cookie']], [version, undefined]);
  }
});

test('routes that arrive with the same shares move nobody and do not begin the split anew', async (t) => {
  const world = await stickyWorld(t, { v1: 90, v2: 10 });
  const visitors: Kept[] = [];
  for (let round = 0; round < 10; round += 1) {
    visitors.push(...(await welcome(world, 10)));
    await world.share({ v1: 90, v2: 10 });
  }
  assert.deepEqual(split(visitors), { v1: 90, v2: 10 });
  assert.deepEqual(await visitAgain(world, visitors), visitors);
});

test('a service that does not keep its visitors sets no cookie, reads none and hides it all the same', async (t) => {
  const world = await stickyWorld(t, { v1: 50, v2: 50 });
  const visitors = await welcome(world, 1);
  const revision = world.gateway.save(world.routes({ v1: 50, v2: 50 }, { seats: undefined }));
  await until(() => world.gateway.serves(revision));
  const answers = [];
  for (let index = 0; index < 10; index += 1) {
    answers.push(await ask(world.gateway, { headers: { cookie: visitors[0]?.cookie } }));
  }
  assert.equal(answers.filter(({ body }) => body === 'v2').length, 5);
  assert.ok(answers.every(({ headers }) => headers['set-cookie'] === undefined));
  assert.ok(world.seen.every((cookie) => cookie === undefined));
});

test('switched on while the shares stay as they are, visitors are kept from the next request on', async (t) => {
  const world = await stickyWorld(t, { v1: 50, v2: 50 });
  for (const changes of [{ seats: undefined }, {}]) {
    const revision = world.gateway.save(world.routes({ v1: 50, v2: 50 }, changes));
    await until(() => world.gateway.serves(revision));
  }
  const visitors = await welcome(world, 10);
  assert.deepEqual(await visitAgain(world, visitors), visitors);
});

test('by rules nobody is kept', async (t) => {
  const world = await stickyWorld(t, { v1: 50, v2: 50 });
  const visitors = await welcome(world, 10);
  const traffic = { mode: 'rules' as const, rules: [], defaultVersionId: 'v3' };
  const revision = world.gateway.save(world.routes({ v1: 50, v2: 50 }, { traffic }));
  await until(() => world.gateway.serves(revision));
  assert.deepEqual(split(await visitAgain(world, visitors)), { v3: 10 });
});

test('the request log tells a visitor that was kept from one that was given a seat', async (t) => {
  const world = await stickyWorld(t, { v1: 100 });
  await visitAgain(world, await welcome(world, 1));
  const rules = () => listRequests(world.gateway.metrics, 'web', {}, 10).map(({ rule }) => rule);
  await until(() => rules().length === 2);
  assert.deepEqual(rules(), ['sticky', 'percent']);
});
