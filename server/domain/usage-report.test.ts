import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysOf } from '#server/domain/usage-periods.ts';
import { figuresOf, type UsageRecords, usageByPeriod, usageByService } from '#server/domain/usage-report.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-01T00:00:00Z');
const RANGE = { from: START, to: START + 24 * 60 * MINUTE };

function record(version: number, fromMinute: number, toMinute: number | null, service = 'shop') {
  const names = { environmentId: 'e', serviceId: `s-${service}`, serviceName: service };
  const versionNames = { versionId: `v-${service}-${version}`, versionName: `${service}-00${version}` };
  const endedAt = toMinute === null ? null : START + toMinute * MINUTE;
  return {
    ...names,
    ...versionNames,
    cpu: 0.5,
    memoryGb: 1,
    startedAt: START + fromMinute * MINUTE,
    endedAt,
  };
}

/** 001 ran 10 minutes, slept 50, and runs again; 002 of another service ran 100. */
const RECORDS: UsageRecords = {
  lifetimes: [record(1, 0, 10), record(1, 60, null), record(2, 0, 100, 'other')],
  sleeps: [record(1, 10, 60)],
};
const NOW = START + 80 * MINUTE;

test('services and their versions add up to the whole, what used most first', () => {
  const services = usageByService(RECORDS, RANGE, NOW);
  assert.deepEqual(
    services.map(({ serviceName, cpuMinutes, savedCpuMinutes, instances }) => [
      serviceName,
      cpuMinutes,
      savedCpuMinutes,
      instances,
    ]),
    [
      ['other', 50, 0, 1],
      ['shop', 15, 25, 2],
    ],
  );
  const total = figuresOf(RECORDS, RANGE, NOW);
  assert.deepEqual(total, {
    cpuMinutes: 65,
    memoryGbMinutes: 130,
    instances: 3,
    savedCpuMinutes: 25,
    savedMemoryGbMinutes: 50,
  });
  assert.deepEqual(services[1]?.versions[0]?.versionName, 'shop-001');
});

test('what sleeping saved and what it ran are together one instance always on', () => {
  const shop = usageByService(RECORDS, { from: START, to: NOW }, NOW).find(
    ({ serviceName }) => serviceName === 'shop',
  );
  assert.equal((shop?.cpuMinutes ?? 0) + (shop?.savedCpuMinutes ?? 0), 0.5 * 80);
});

test('days add up to the month, and a version that only slept is shown', () => {
  const calendar = { from: '2026-10-31', to: '2026-11-02', timeZone: 'Asia/Shanghai' };
  const days = usageByPeriod(RECORDS, daysOf(calendar), NOW);
  assert.deepEqual(
    days.map(({ cpuMinutes }) => cpuMinutes),
    [0, 65, 0],
  );
  const onlySlept = { lifetimes: [], sleeps: [record(3, 0, null)] };
  assert.equal(usageByService(onlySlept, RANGE, NOW)[0]?.savedCpuMinutes, 40);
});
