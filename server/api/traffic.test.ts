import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recentEvents } from '#db/stores/events.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import type { RulesPolicy } from '#server/domain/traffic-rules.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let environmentId = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
  ({ id: environmentId } = await owner.api.environments.create({ alias: 'traffic', region: 'sh' }));
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** A service with two versions that came live, all traffic on the first. */
function serviceOf(name: string) {
  const service = createService(owner.command, { environmentId, name, remark: '' });
  const spec = specInputSchema.parse({ source: { kind: 'image', image: 'shop/order:1' } });
  const [first, second] = [1, 2].map(() => {
    const deployed = deployVersion(owner.command, service, {
      spec,
      trafficStrategy: 'keep-zero',
      remark: '',
    });
    finishDeployment(owner.command, { deploymentId: deployed.deploymentId, requests: 0, failedRequests: 0 });
    return deployed.versionId;
  });
  assert.ok(first && second);
  return { serviceId: service.id, first, second };
}

function rulesOf(versionId: string, defaultVersionId: string, value = 'demo-*'): RulesPolicy {
  return {
    mode: 'rules',
    rules: [{ source: 'query', key: 'tenant', value, versionId }],
    defaultVersionId,
  };
}

async function setPolicy(serviceId: string, policy: RulesPolicy) {
  const { generation } = await owner.api.traffic.get({ serviceId });
  return owner.api.traffic.set({ serviceId, generation, policy });
}

test('rules replace the percentages as a whole, and every view shows the conditions in their place', async () => {
  const { serviceId, first, second } = serviceOf('views');
  const policy = rulesOf(second, first);
  await setPolicy(serviceId, policy);
  const traffic = await owner.api.traffic.get({ serviceId });
  assert.deepEqual(traffic.policy, policy);
  assert.deepEqual(traffic.previous, { mode: 'percent', shares: [{ versionId: first, percent: 100 }] });
  const service = await owner.api.services.get({ serviceId });
  assert.equal(service.trafficMode, 'rules');
  assert.deepEqual(
    service.serving.map(({ id, percent, conditions }) => ({ id, percent, conditions })),
    [
      { id: first, percent: 0, conditions: [{ kind: 'default' }] },
      {
        id: second,
        percent: 0,
        conditions: [{ kind: 'rule', source: 'query', key: 'tenant', value: 'demo-*' }],
      },
    ],
  );
});

test('the server refuses what the dialog refuses, with every problem at its field', async () => {
  const { serviceId, second } = serviceOf('refused');
  await assert.rejects(setPolicy(serviceId, rulesOf(second, '', '[')), ({ cause }: Error) => {
    const { code, issues } = cause as Error & { code: string; issues: unknown };
    assert.equal(code, 'traffic_invalid');
    assert.deepEqual(issues, [
      { code: 'glob_set_unclosed', path: ['policy', 'rules', 0, 'value'], params: {} },
      { code: 'default_version_missing', path: ['policy', 'defaultVersionId'], params: {} },
    ]);
    return true;
  });
});

test('abandoning the gray and rolling back lead out of the rules to 100 %', async () => {
  const { serviceId, first, second } = serviceOf('back');
  const all = { mode: 'percent', shares: [{ versionId: first, percent: 100 }] };
  await setPolicy(serviceId, rulesOf(second, first));
  const { generation } = await owner.api.traffic.get({ serviceId });
  await owner.api.traffic.abandonGray({ serviceId, generation });
  assert.deepEqual((await owner.api.traffic.get({ serviceId })).policy, all);
  await setPolicy(serviceId, rulesOf(first, second));
  const now = await owner.api.traffic.get({ serviceId });
  await owner.api.traffic.rollBack({ serviceId, generation: now.generation, versionId: first });
  assert.deepEqual((await owner.api.traffic.get({ serviceId })).policy, all);
});

test('a release mode that the rules would break is refused', async () => {
  const { serviceId, first, second } = serviceOf('modes');
  const spec = specInputSchema.parse({ source: { kind: 'image', image: 'shop/order:1' } });
  await owner.api.services.change({ serviceId, remark: '', releaseMode: 'parallel' });
  const deployed = await owner.api.versions.deploy({ serviceId, spec, trafficStrategy: 'keep-zero' });
  finishDeployment(owner.command, { deploymentId: deployed.deploymentId, requests: 0, failedRequests: 0 });
  const policy = rulesOf(second, first);
  policy.rules.push({ source: 'cookie', key: 'group', value: 'beta', versionId: deployed.versionId });
  await setPolicy(serviceId, policy);
  await assert.rejects(owner.api.services.change({ serviceId, remark: '', releaseMode: 'standard' }), {
    message: 'release_mode_conflict',
  });
});

test('a tester may ask where a request would go, and gets the reason of every rule; changing traffic is refused', async () => {
  const { serviceId, first, second } = serviceOf('asked');
  const tester = await signedIn(data.db, 'tester');
  const policy = rulesOf(second, first);
  policy.rules.push({ source: 'header', key: 'X-Group', value: '*', versionId: second });
  const typed = { url: 'https://shop.example/a?tenant=demo-hz', headers: '', cookies: '' };
  assert.deepEqual(await tester.api.traffic.predict({ serviceId, policy, ...typed }), {
    ruleIndex: 0,
    versionId: second,
    tried: [{ kind: 'matched', value: 'demo-hz' }, { kind: 'unread' }],
  });
  assert.deepEqual(await tester.api.traffic.predict({ serviceId, policy, ...typed, url: '/' }), {
    ruleIndex: null,
    versionId: first,
    tried: [{ kind: 'missing' }, { kind: 'missing' }],
  });
  await assert.rejects(tester.api.traffic.set({ serviceId, generation: 1, policy }), {
    message: 'not_found',
  });
});

test('会话保持 is set with the traffic, stays where nobody names it, and every change of it is in the history', async () => {
  const { serviceId, first } = serviceOf('sticky');
  const policy = { mode: 'percent' as const, shares: [{ versionId: first, percent: 100 }] };
  const set = async (keepsVisitors?: boolean) => {
    const { generation } = await owner.api.traffic.get({ serviceId });
    const { generation: next } = await owner.api.traffic.set({
      serviceId,
      generation,
      policy,
      keepsVisitors,
    });
    assert.equal(next, generation + 1);
    return (await owner.api.traffic.get({ serviceId })).keepsVisitors;
  };
  const switches = () =>
    recentEvents(data.db, serviceId, ['service.visitor-keeping-set'], 10).map(({ after }) => after);
  assert.equal((await owner.api.traffic.get({ serviceId })).keepsVisitors, false);
  assert.equal(await set(true), true);
  assert.equal(await set(), true);
  assert.equal(await set(true), true);
  assert.equal((await owner.api.services.get({ serviceId })).keepsVisitors, true);
  assert.deepEqual(switches(), [{ keepsVisitors: true }]);
  assert.equal(await set(false), false);
  assert.deepEqual(switches(), [{ keepsVisitors: false }, { keepsVisitors: true }]);
});
