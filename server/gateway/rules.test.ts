import assert from 'node:assert/strict';
import http from 'node:http';
import { type TestContext, test } from 'node:test';
import type { TrafficPolicy } from '#server/domain/traffic.ts';
import type { RuleSource, TrafficRule } from '#server/domain/traffic-rules.ts';
import { type Ask, ask, routesOf, testGateway, testInstance, until } from '#server/gateway/test-gateway.ts';

function rule(key: string, value: string, versionId = 'v2', source: RuleSource = 'query'): TrafficRule {
  return { source, key, value, versionId };
}

function byRules(rules: TrafficRule[], defaultVersionId = 'v1'): { traffic: TrafficPolicy } {
  return { traffic: { mode: 'rules', rules, defaultVersionId } };
}

/** Two instances that answer with the name of their version, and a gateway with rules before them. */
async function world(t: TestContext, rules: TrafficRule[]) {
  const [one, two] = await Promise.all(
    ['v1', 'v2'].map((name) => testInstance(t, (_request, response) => response.end(name))),
  );
  assert.ok(one && two);
  const versions = { v1: [one.port], v2: [two.port] };
  const gateway = await testGateway(t, [routesOf({}, versions, byRules(rules))]);
  const answerTo = async (path: string, more: Ask = {}) => (await ask(gateway, { path, ...more })).body;
  return { gateway, versions, answerTo };
}

test('a URL parameter decides, and without one the default version answers', async (t) => {
  const { answerTo } = await world(t, [rule('qa', '1'), rule('tenant', 'demo-*'), rule('coupon', 'v[23]')]);
  for (const path of ['/?qa=1', '/api/orders?tenant=demo-hz&page=2', '/?coupon=v3', '/?qa=2&coupon=v2']) {
    assert.equal(await answerTo(path), 'v2', path);
  }
  for (const path of ['/', '/?qa=2', '/?QA=1', '/?tenant=Demo-hz', '/?coupon=v1', '/qa=1', '/?x=qa=1']) {
    assert.equal(await answerTo(path), 'v1', path);
  }
});

test('encoded, repeated and escaped values mean in the gateway what they mean in the prediction', async (t) => {
  const { answerTo } = await world(t, [rule('租户', '演示-?'), rule('mark', '\\*'), rule('a', 'x y')]);
  assert.equal(await answerTo(`/?${encodeURIComponent('租户')}=${encodeURIComponent('演示-一')}`), 'v2');
  assert.equal(await answerTo('/?mark=*'), 'v2');
  assert.equal(await answerTo('/?mark=%2A'), 'v2');
  assert.equal(await answerTo('/?mark=star'), 'v1');
  assert.equal(await answerTo('/?a=x+y'), 'v2');
  assert.equal(await answerTo('/?a=1&a=x+y'), 'v1');
  assert.equal(await answerTo('/?a=%zz'), 'v1');
});

test('headers and cookies decide by the same grammar', async (t) => {
  const { answerTo } = await world(t, [
    rule('X-Tenant', 'demo-*', 'v2', 'header'),
    rule('x-group', 'a, b', 'v2', 'header'),
    rule('x-city', '杭州', 'v2', 'header'),
    rule('group', 'beta', 'v2', 'cookie'),
  ]);
  assert.equal(await answerTo('/', { headers: { 'x-tenant': 'demo-hz' } }), 'v2');
  assert.equal(await answerTo('/', { headers: { 'X-TENANT': 'DEMO-hz' } }), 'v1');
  assert.equal(await answerTo('/', { headers: { 'X-Group': ['a', 'b'] } }), 'v2');
  assert.equal(await answerTo('/', { headers: { 'x-city': Buffer.from('杭州').toString('latin1') } }), 'v2');
  assert.equal(await answerTo('/', { headers: { cookie: 'a=1; group=beta' } }), 'v2');
  assert.equal(await answerTo('/?group=beta', { headers: { cookie: 'Group=beta' } }), 'v1');
});

test('the first rule that matches wins', async (t) => {
  const { answerTo } = await world(t, [rule('qa', '1', 'v1'), rule('qa', '*', 'v2')]);
  assert.equal(await answerTo('/?qa=1'), 'v1');
  assert.equal(await answerTo('/?qa=2'), 'v2');
});

test('a change of mode under load fails no request, and the acknowledged mode holds from then on', async (t) => {
  const { gateway, versions, answerTo } = await world(t, [rule('qa', '1')]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  t.after(() => agent.destroy());
  let isRunning = true;
  const statuses: number[] = [];
  const load = Array.from({ length: 8 }, async () => {
    while (isRunning) statuses.push((await ask(gateway, { agent, path: '/?qa=1' })).status);
  });
  for (let round = 0; round < 20; round += 1) {
    const isPercent = round % 2 === 0;
    const routes = isPercent
      ? routesOf({ v1: 100 }, versions)
      : routesOf({}, versions, byRules([rule('qa', '1')]));
    const revision = gateway.save({ ...routes, generation: round });
    await until(() => gateway.serves(revision));
    assert.equal(await answerTo('/?qa=1'), isPercent ? 'v1' : 'v2');
    assert.equal(await answerTo('/'), 'v1');
  }
  isRunning = false;
  await Promise.all(load);
  assert.ok(statuses.length > 50, `only ${statuses.length} requests ran`);
  assert.deepEqual(
    statuses.filter((status) => status !== 200),
    [],
  );
});

test('a rule to a version without an instance answers 503 and reaches no other version', async (t) => {
  const { gateway, versions, answerTo } = await world(t, []);
  const lacking: Record<string, number[]>[] = [{ v1: versions.v1, v2: [] }, { v1: versions.v1 }];
  for (const without of lacking) {
    const revision = gateway.save(routesOf({}, without, byRules([rule('qa', '1')])));
    await until(() => gateway.serves(revision));
    const { status, body } = await ask(gateway, { path: '/?qa=1', headers: { accept: 'application/json' } });
    assert.equal(status, 503);
    assert.equal(JSON.parse(body).code, 'version_unavailable');
    assert.equal(await answerTo('/'), 'v1');
  }
});

test('a rule with a value that is no Glob takes nothing and hurts nobody', async (t) => {
  const { answerTo } = await world(t, [rule('qa', '['), rule('qa', '1')]);
  assert.equal(await answerTo('/?qa=['), 'v1');
  assert.equal(await answerTo('/?qa=1'), 'v2');
});

test('an upgrade is led by the rules too', async (t) => {
  const { gateway } = await world(t, [rule('qa', '1')]);
  const headers = { connection: 'upgrade', upgrade: 'websocket' };
  assert.equal((await ask(gateway, { path: '/?qa=1', headers })).headers['x-cloudberth-version'], 'web-v2');
});
