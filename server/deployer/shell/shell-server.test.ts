import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { listOpenShellSessions } from '#db/stores/shell.ts';
import { type TestPerson, TestShells } from '#server/deployer/shell/test-shells.ts';
import { SHELLS_OF_PERSON } from '#server/domain/shell.ts';
import { SHELL_FRAME_BYTES, SHELL_WINDOW_BYTES } from '#server/domain/shell-protocol.ts';
import { eventually, imageOrder, orderFor } from '#server/runner/contract-cases.ts';
import { DockerRunner } from '#server/runner/docker/docker-runner.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { removeAllOf, skipWithoutEngine } from '#server/runner/docker/test-engine.ts';
import { buildShellImage, removeShellImage } from '#server/runner/docker/test-shell-image.ts';

const skip = await skipWithoutEngine();
const engine = new Engine(process.env.DOCKER_HOST);
const owner = `test${randomBytes(4).toString('hex')}`;
const runner = new DockerRunner(engine, owner);
let image = '';
/** Of all tests but the one that stops it. */
let instanceId = '';

before(async () => {
  if (skip) return;
  image = await buildShellImage(engine, owner);
  instanceId = await startInstance();
});

after(async () => {
  if (skip) return;
  await runner.close();
  await removeAllOf(engine, owner);
  await removeShellImage(engine, image);
});

test('what is typed reaches a shell in the instance, and what it shows the browser', { skip }, async () => {
  await using world = makeWorld();
  const terminal = await world.open(world.ops, instanceId);
  terminal.type('cd / && ls -d sample; echo $((40+2))\r');
  await terminal.until('all of the output', () => /sample\r\n42\r\n/.test(terminal.text));
  terminal.order({ kind: 'resize', columns: 100, rows: 30 });
  await eventually('the new size', async () => {
    terminal.type('stty size\r');
    return /\n30 100\r/.test(terminal.text);
  });
  terminal.type('exit 3\r');
  assert.deepEqual(await terminal.news('ended'), { kind: 'ended', reason: 'exit', exitCode: 3 });
  assert.deepEqual(world.errors, []);
});

test('the audit tells who, where, how long and how much, and nothing of what was typed', {
  skip,
}, async () => {
  await using world = makeWorld();
  const terminal = await world.open(world.ops, instanceId);
  terminal.type('echo quarry-47\r');
  await terminal.until('the echo', () => /\nquarry-47/.test(terminal.text));
  terminal.type('exit\r');
  await terminal.news('ended');
  await eventually('it is written', async () => listOpenShellSessions(world.db).length === 0);
  const events = world.events();
  assert.deepEqual(
    events.map(({ kind, name }) => `${kind} ${name}`),
    ['shell.requested ops', 'shell.opened ops', 'shell.closed ops'],
  );
  const { seconds, bytesIn, bytesOut, ...told } = events[2]?.after ?? {};
  assert.partialDeepStrictEqual(told, { instanceId, reason: 'exit', exitCode: 0 });
  assert.ok(Number(seconds) < 10 && Number(bytesIn) === 20 && Number(bytesOut) > 20);
  assert.ok(!events.some(({ text }) => text.includes('quarry')));
});

test('a ticket works once, for its time, and only for who still has the right', { skip }, async () => {
  await using world = makeWorld();
  const refused = async (ticket: string) => {
    const terminal = world.connect();
    await terminal.present(ticket);
    return (await terminal.news('refused')).code;
  };
  const used = world.ticketFor(world.ops, instanceId);
  const terminal = world.connect();
  await terminal.present(used);
  await terminal.news('opened');
  assert.equal(await refused(used), 'shell_ticket_dead');
  assert.equal(await refused(world.ticketFor(world.ops, instanceId, -1)), 'shell_ticket_dead');
  assert.equal(await refused('made-up'), 'shell_ticket_dead');
  assert.equal(await refused(world.ticketFor(world.addPerson('tester'), instanceId)), 'not_found');
  assert.deepEqual(
    world.events().flatMap(({ name, problem }) => (problem ? `${name} ${problem}` : [])),
    ['tester not_found'],
  );
});

test('a page of another origin is refused before it can say anything', async () => {
  await using world = makeWorld();
  for (const origin of ['http://shop.localhost:8080', 'http://localhost:8080', 'null']) {
    const { socket } = world.connect(origin);
    const [, response] = await once(socket, 'unexpected-response');
    assert.equal(response.statusCode, 403, origin);
  }
});

test('what is no opening, too large or nonsense closes the connection', async () => {
  await using world = makeWorld();
  const nonsense = world.connect();
  await once(nonsense.socket, 'open');
  nonsense.type('sh');
  assert.deepEqual((await once(nonsense.socket, 'close'))[0], 1008);
  const large = world.connect();
  await large.present('x'.repeat(SHELL_FRAME_BYTES));
  assert.deepEqual((await once(large.socket, 'close'))[0], 1009);
});

const LOSSES: [name: string, lose: (world: World, person: TestPerson) => void][] = [
  ['session', ({ db }, { sessionId }) => run(db, 'delete from session where id = ?', sessionId)],
  ['right', ({ db }, { id }) => run(db, 'update grants set role = ? where user_id = ?', 'tester', id)],
  ['account', ({ db }, { id }) => run(db, 'delete from user where id = ?', id)],
];

for (const [name, lose] of LOSSES) {
  test(`a shell ends within two seconds of its ${name}`, { skip }, async () => {
    await using world = makeWorld();
    const terminal = await world.open(world.ops, instanceId);
    lose(world, world.ops);
    const lostAt = performance.now();
    assert.equal((await terminal.news('ended')).reason, 'revoked');
    assert.ok(performance.now() - lostAt < 2_000);
  });
}

test('a shell ends with its instance, and with the browser', { skip }, async () => {
  await using world = makeWorld();
  const other = await startInstance();
  world.addInstance(other);
  const cut = await world.open(world.ops, other);
  await runner.stop(other, 0);
  assert.equal((await cut.news('ended')).reason, 'instance');
  const left = await world.open(world.ops, instanceId);
  left.socket.close();
  await eventually('it is written', async () => listOpenShellSessions(world.db).length === 0);
  assert.deepEqual(reasons(world), ['instance', 'left']);
});

test('where nobody types there is a notice, then an end; typing puts both off', { skip }, async () => {
  await using world = makeWorld(800);
  const terminal = await world.open(world.ops, instanceId);
  const openedAt = performance.now();
  assert.ok((await terminal.news('idle')).endsInMs <= 400);
  terminal.type(':\r');
  assert.equal((await terminal.news('ended')).reason, 'idle');
  assert.ok(performance.now() - openedAt > 1_150, 'counted from the key');
});

test('a browser that shows nothing more holds the shell back, and is still heard', { skip }, async () => {
  await using world = makeWorld();
  const terminal = await world.open(world.ops, instanceId);
  terminal.isShowing = false;
  terminal.type('yes | head -c 20000000; echo done\r');
  await terminal.until('the window is full', () => terminal.receivedBytes > SHELL_WINDOW_BYTES);
  terminal.order({ kind: 'shown', bytes: 1 });
  const held = terminal.receivedBytes;
  assert.ok(held < SHELL_WINDOW_BYTES + 2 * SHELL_FRAME_BYTES, String(held));
  terminal.isShowing = true;
  terminal.order({ kind: 'shown', bytes: held });
  await terminal.until('it goes on', () => terminal.receivedBytes > 4 * SHELL_WINDOW_BYTES);
  terminal.type('\x03');
  terminal.type('echo $((6*7))\r');
  await terminal.until('the prompt', () => /\^C.*42\r\n/s.test(terminal.text));
});

test('one person may have only so many at a time, and has one more once one has ended', {
  skip,
}, async () => {
  await using world = makeWorld();
  const [first] = await Promise.all(
    Array.from({ length: SHELLS_OF_PERSON }, () => world.open(world.ops, instanceId)),
  );
  const tooMany = world.connect();
  await tooMany.present(world.ticketFor(world.ops, instanceId));
  assert.equal((await tooMany.news('refused')).code, 'shell_limit');
  await world.open(world.addPerson('ops'), instanceId);
  first?.type('exit\r');
  await first?.news('ended');
  await eventually('it has ended', async () => listOpenShellSessions(world.db).length === SHELLS_OF_PERSON);
  await world.open(world.ops, instanceId);
});

test('what was open when the deployer was killed is written down and ended by the next', {
  skip,
}, async () => {
  await using world = makeWorld();
  const terminal = await world.open(world.ops, instanceId);
  const next = world.startAnother();
  assert.deepEqual(reasons(world), ['deployer']);
  await terminal.news('ended');
  assert.deepEqual(reasons(world), ['deployer'], 'once');
  await next.close();
});

test('an image without sh is told apart, and so is a runner that does not isolate', { skip }, async () => {
  const bare = orderFor();
  await runner.ensureImage(imageOrder(), () => {}, AbortSignal.timeout(60_000));
  await runner.start(bare);
  await using world = makeWorld();
  world.addInstance(bare.instanceId);
  const terminal = world.connect();
  await terminal.present(world.ticketFor(world.ops, bare.instanceId));
  assert.equal((await terminal.news('refused')).code, 'shell_missing');
  assert.deepEqual(reasons(world), ['failed']);
  await runner.stop(bare.instanceId, 0);
  await using embedded = new World(null);
  embedded.addInstance(instanceId);
  const refused = embedded.connect();
  await refused.present(embedded.ticketFor(embedded.ops, instanceId));
  assert.equal((await refused.news('refused')).code, 'shell_not_isolated');
});

class World extends TestShells {
  readonly ops = this.addPerson('ops');
}

function makeWorld(idleMs?: number): World {
  const world = new World(runner.shells, idleMs);
  world.addInstance(instanceId);
  return world;
}

async function startInstance(): Promise<string> {
  const order = orderFor({}, {}, { image });
  await runner.start(order);
  return order.instanceId;
}

/** Of the ends that are written down. */
function reasons(world: World): unknown[] {
  return world.events().flatMap(({ kind, after }) => (kind === 'shell.closed' ? [after.reason] : []));
}

function run(db: World['db'], sql: string, ...values: string[]): void {
  db.$client.prepare(sql).run(...values);
}
