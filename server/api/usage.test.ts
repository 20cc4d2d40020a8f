import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insertInstance } from '#db/stores/instances.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { specInputSchema } from '#server/domain/spec.ts';

const SPEC = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
const MINUTE = 60_000;
/** Midnight of 2 November in Shanghai. */
const START = Date.parse('2026-11-01T16:00:00Z');
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30', timeZone: 'Asia/Shanghai' };

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let tester: TestCaller;
let here = '';
let there = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
  ({ id: here } = await owner.api.environments.create({ alias: 'here', region: 'sh' }));
  ({ id: there } = await owner.api.environments.create({ alias: 'there', region: 'sh' }));
  tester = await signedIn(data.db, 'tester', here);
  serviceWith(here, 'shop', [
    [0, 35],
    [24 * 60, 24 * 60 + 10],
  ]);
  const gone = serviceWith(there, 'secret', [[0, 100]]);
  deleteService(owner.command, gone, { mode: 'whole', name: 'secret' });
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** A service whose first version ran in these minutes, with 1 core and 2 GB. */
function serviceWith(environmentId: string, name: string, minutes: readonly [number, number][]) {
  const service = createService(owner.command, { environmentId, name, remark: '' });
  const order = { spec: SPEC, trafficStrategy: 'keep-zero', remark: '' } as const;
  const { versionId } = deployVersion(owner.command, service, order);
  for (const [from, to] of minutes) {
    const of = { serviceId: service.id, versionId, snapshotNumber: 1, cpu: 1, memoryGb: 2 };
    const times = { createdAt: START + from * MINUTE, stoppedAt: START + to * MINUTE };
    insertInstance(data.db, { ...of, ...times, id: `${name}-${from}`, state: 'removed' });
  }
  return service;
}

test('a tester sees what was used where they may look, by service, version and day', async () => {
  const { total, services, periods } = await tester.api.usage.summary(NOVEMBER);
  assert.deepEqual([total.cpuMinutes, total.memoryGbMinutes, total.instances], [45, 90, 2]);
  assert.deepEqual(
    services.map(({ environmentAlias, serviceName, cpuMinutes }) => [
      environmentAlias,
      serviceName,
      cpuMinutes,
    ]),
    [['here', 'shop', 45]],
  );
  assert.deepEqual(
    services[0]?.versions.map(({ versionName, instances }) => [versionName, instances]),
    [['shop-001', 2]],
  );
  assert.deepEqual(
    periods.filter(({ cpuMinutes }) => cpuMinutes > 0).map(({ name, cpuMinutes }) => [name, cpuMinutes]),
    [
      ['2026-11-02', 35],
      ['2026-11-03', 10],
    ],
  );
  assert.equal(periods.length, 30);
  const elsewhere = await tester.api.usage.summary({ ...NOVEMBER, environmentId: there });
  assert.deepEqual([elsewhere.total.cpuMinutes, elsewhere.services], [0, []]);
});

test('the time zone decides on which day a minute falls', async () => {
  const { periods } = await tester.api.usage.summary({ ...NOVEMBER, timeZone: 'UTC' });
  const used = periods.filter(({ cpuMinutes }) => cpuMinutes > 0).map(({ name }) => name);
  assert.deepEqual(used, ['2026-11-01', '2026-11-02']);
  const months = await tester.api.usage.summary({ ...NOVEMBER, from: '2026-10-01', by: 'month' });
  assert.deepEqual(
    months.periods.map(({ name, cpuMinutes }) => [name, cpuMinutes]),
    [
      ['2026-10', 0],
      ['2026-11', 45],
    ],
  );
});

test('an owner sees what was used in an environment that is gone', async () => {
  await owner.api.environments.delete({ environmentId: there });
  const { services } = await owner.api.usage.summary(NOVEMBER);
  assert.deepEqual(
    services.map(({ environmentAlias, serviceName, cpuMinutes }) => [
      environmentAlias,
      serviceName,
      cpuMinutes,
    ]),
    [
      [null, 'secret', 100],
      ['here', 'shop', 45],
    ],
  );
});

test('the file has a line for each version and day', async () => {
  const { text } = await tester.api.usage.csv(NOVEMBER);
  const lines = text.trim().split('\r\n');
  assert.equal(lines.length, 3);
  assert.match(lines[1] ?? '', /^"2026-11-02","env-[^"]+","here","shop","shop-001","35","70","1","0","0"$/);
});

test('days that are none, an end before the start and an unknown time zone are refused', async () => {
  const wrong = [
    { ...NOVEMBER, from: '2026-02-30' },
    { ...NOVEMBER, from: '2026-12-01' },
    { ...NOVEMBER, from: '2020-01-01' },
    { ...NOVEMBER, timeZone: 'Moon/Base' },
  ];
  for (const input of wrong) await assert.rejects(tester.api.usage.summary(input), { code: 'BAD_REQUEST' });
});
