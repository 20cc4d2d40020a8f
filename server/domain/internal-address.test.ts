import assert from 'node:assert/strict';
import { test } from 'node:test';
import { internalAddress, relayTable } from '#server/domain/internal-address.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

type RoutesChange = Partial<Pick<ServiceRoutes, 'isPaused' | 'traffic'>>;

function specOf(port: number) {
  return versionSpecSchema.parse({ source: { kind: 'image', image: 'a:b' }, port });
}

const VERSIONS = [1, 2].map((number) => ({
  id: `v${number}`,
  number,
  spec: specOf(8000 + number),
  serving: { snapshotNumber: 1, spec: specOf(8000 + number) },
}));

function tableOf(change: RoutesChange = {}, versions = VERSIONS) {
  const traffic: TrafficPolicy = {
    mode: 'percent',
    shares: [
      { versionId: 'v1', percent: 75 },
      { versionId: 'v2', percent: 25 },
    ],
  };
  const routes: ServiceRoutes = {
    serviceId: 's',
    serviceName: 'shop',
    environmentId: 'e',
    generation: 1,
    host: 'shop-abc',
    isPaused: false,
    traffic,
    versions: VERSIONS.map(({ id }) => ({
      versionId: id,
      versionName: id,
      testHost: id,
      isWakeable: true,
      instances: ['ready', 'draining'].map((name) => ({
        instanceId: `${id}-${name}`,
        host: '127.0.0.1',
        port: 40_000,
        isDraining: name === 'draining',
      })),
    })),
    ...change,
  };
  return relayTable(routes, versions, (instanceId) => (instanceId.startsWith('v1') ? 8001 : 8002));
}

function turnsAt(change: RoutesChange = {}, versions = VERSIONS) {
  return Object.fromEntries(
    tableOf(change, versions).listeners.map(({ port, turns }) => [port, turns.join(' ')]),
  );
}

test('S2-2: each version has a port of its own by its number, whatever the traffic', () => {
  assert.equal(internalAddress('172.20.128.2', 3), '172.20.128.2:10003');
  const { 10001: first, 10002: second } = turnsAt();
  assert.deepEqual([first, second], ['v1', 'v2']);
});

test('the service splits by exact turns at port 80 and at the ports of the versions with traffic', () => {
  const split = 'v1 v1 v2 v1';
  assert.deepEqual(turnsAt(), { 80: split, 8001: split, 8002: split, 10001: 'v1', 10002: 'v2' });
});

test('a version without traffic lends no port to the service', () => {
  const traffic: TrafficPolicy = { mode: 'percent', shares: [{ versionId: 'v2', percent: 100 }] };
  assert.deepEqual(turnsAt({ traffic }), { 80: 'v2', 8002: 'v2', 10001: 'v1', 10002: 'v2' });
});

test('by rules the service leads to the default version', () => {
  const rules = [{ source: 'query' as const, key: 'a', value: 'b', versionId: 'v2' }];
  assert.equal(turnsAt({ traffic: { mode: 'rules', rules, defaultVersionId: 'v1' } })[80], 'v1');
});

test('a paused service listens at the ports of its versions only', () => {
  assert.deepEqual(turnsAt({ isPaused: true }), { 10001: 'v1', 10002: 'v2' });
});

test('new connections go to ready instances, at the port that their snapshot has', () => {
  assert.deepEqual(tableOf().targets, {
    v1: [{ instanceId: 'v1-ready', port: 8001 }],
    v2: [{ instanceId: 'v2-ready', port: 8002 }],
  });
});

test('a version that listens where another has its address does not take it', () => {
  const [first, second] = VERSIONS;
  assert.ok(first && second);
  const elsewhere = { ...first, spec: specOf(10_002), serving: { snapshotNumber: 1, spec: specOf(10_002) } };
  const routes = {
    versions: VERSIONS.map(({ id }) => ({
      versionId: id,
      versionName: id,
      testHost: id,
      isWakeable: true,
      instances: [],
    })),
  };
  const traffic: TrafficPolicy = { mode: 'percent', shares: [{ versionId: 'v1', percent: 100 }] };
  const document = {
    serviceId: 's',
    serviceName: 's',
    environmentId: 'e',
    generation: 1,
    host: 's',
    isPaused: false,
    traffic,
    ...routes,
  };
  const { listeners } = relayTable(document, [elsewhere, second], () => 1);
  assert.deepEqual(
    listeners.map(({ port, turns }) => [port, turns[0]]),
    [
      [10_001, 'v1'],
      [10_002, 'v2'],
      [80, 'v1'],
    ],
  );
});

test('while an update changes the port, both ports of the service answer', () => {
  const updating = VERSIONS.map((version) =>
    version.id === 'v1' ? { ...version, spec: specOf(9_000) } : version,
  );
  const traffic: TrafficPolicy = { mode: 'percent', shares: [{ versionId: 'v1', percent: 100 }] };
  assert.deepEqual(turnsAt({ traffic }, updating), {
    80: 'v1',
    8001: 'v1',
    9000: 'v1',
    10001: 'v1',
    10002: 'v2',
  });
});
