import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import fc from 'fast-check';
import { ask, routesOf, testGateway, testInstance, until } from '#server/gateway/test-gateway.ts';

const answerWith = (name: string) => (_request: http.IncomingMessage, response: http.ServerResponse) => {
  response.end(name);
};

test('any 100 consecutive requests are split exactly by the shares, and 0 % gets none', async (t) => {
  const one = await testInstance(t, answerWith('v1'));
  const two = await testInstance(t, answerWith('v2'));
  const three = await testInstance(t, answerWith('v3'));
  const versions = { v1: [one.port], v2: [two.port], v3: [three.port] };
  const gateway = await testGateway(t, [routesOf({ v1: 93, v2: 7, v3: 0 }, versions)]);
  const agent = new http.Agent({ keepAlive: true });
  t.after(() => agent.destroy());

  const answers: string[] = [];
  for (let index = 0; index < 350; index += 1) answers.push((await ask(gateway, { agent })).body);

  for (let start = 0; start + 100 <= answers.length; start += 1) {
    const window = answers.slice(start, start + 100);
    assert.equal(window.filter((answer) => answer === 'v2').length, 7);
  }
  assert.ok(!answers.includes('v3'));
});

test('the split stays exact for any shares through real requests', async (t) => {
  const ports = await Promise.all(
    ['v0', 'v1', 'v2'].map(async (name) => (await testInstance(t, answerWith(name))).port),
  );
  const versions = Object.fromEntries(ports.map((port, index) => [`v${index}`, [port]]));
  const gateway = await testGateway(t, [routesOf({ v0: 100 }, versions)]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  t.after(() => agent.destroy());

  await fc.assert(
    fc.asyncProperty(fc.nat(100), fc.nat(100), async (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const shares: Record<string, number> = { v0: low, v1: high - low, v2: 100 - high };
      const revision = gateway.save(routesOf(shares, versions));
      await until(() => gateway.serves(revision));
      const asked = await Promise.all(Array.from({ length: 100 }, () => ask(gateway, { agent })));
      for (const [name, percent] of Object.entries(shares)) {
        assert.equal(asked.filter((answer) => answer.body === name).length, percent);
      }
    }),
    { numRuns: 15 },
  );
});

test('routes that arrive with the same shares do not begin the split anew', async (t) => {
  const one = await testInstance(t, answerWith('v1'));
  const two = await testInstance(t, answerWith('v2'));
  const versions = { v1: [one.port], v2: [two.port] };
  const gateway = await testGateway(t, [routesOf({ v1: 90, v2: 10 }, versions)]);
  const answers: string[] = [];
  for (let index = 0; index < 100; index += 1) {
    answers.push((await ask(gateway)).body);
    if (index % 10 !== 3) continue;
    const revision = gateway.save(routesOf({ v1: 90, v2: 10 }, versions, { generation: index }));
    await until(() => gateway.serves(revision));
  }
  assert.equal(answers.filter((answer) => answer === 'v2').length, 10);
});

test('swapping the routes under load fails no request, and the acknowledged split holds from then on', async (t) => {
  const one = await testInstance(t, answerWith('v1'));
  const two = await testInstance(t, answerWith('v2'));
  const versions = { v1: [one.port], v2: [two.port] };
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, versions)]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  t.after(() => agent.destroy());

  let isRunning = true;
  const statuses: number[] = [];
  const load = Array.from({ length: 16 }, async () => {
    while (isRunning) statuses.push((await ask(gateway, { agent })).status);
  });
  for (let round = 0; round < 30; round += 1) {
    const target = round % 2 === 0 ? 'v2' : 'v1';
    const revision = gateway.save(routesOf({ [target]: 100 }, versions, { generation: round }));
    await until(() => gateway.serves(revision));
    assert.equal((await ask(gateway)).body, target);
  }
  isRunning = false;
  await Promise.all(load);
  assert.ok(statuses.length > 100, `only ${statuses.length} requests ran`);
  assert.deepEqual(
    statuses.filter((status) => status !== 200),
    [],
  );
});
