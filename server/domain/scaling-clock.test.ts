import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimerRule } from '#server/domain/scale-settings.ts';
import { isTimerActive, nextTimerEdge } from '#server/domain/scaling-clock.ts';

const SHANGHAI = 'Asia/Shanghai';
const NEW_YORK = 'America/New_York';

function rule(more: Partial<TimerRule> = {}): TimerRule {
  return {
    cycle: 'daily',
    days: [],
    startDate: null,
    endDate: null,
    startTime: '03:45',
    endTime: '11:15',
    replicas: 2,
    isOn: true,
    ...more,
  };
}

type Row = [promise: string, rule: Partial<TimerRule>, timeZone: string, when: string, isActive: boolean];

const OVERNIGHT = { startTime: '22:00', endTime: '06:00' };

const ROWS: Row[] = [
  ['every day from its beginning on', {}, SHANGHAI, '2026-11-21T03:45:00+08:00', true],
  ['not a second before', {}, SHANGHAI, '2026-11-21T03:44:59+08:00', false],
  ['not at its end any more', {}, SHANGHAI, '2026-11-21T11:15:00+08:00', false],
  ['a rule that is off is never in force', { isOn: false }, SHANGHAI, '2026-11-21T05:00:00+08:00', false],
  ['in the time zone of the service, not in ours', {}, SHANGHAI, '2026-11-20T20:00:00Z', true],
  ['over midnight: in the evening', OVERNIGHT, SHANGHAI, '2026-11-21T23:00:00+08:00', true],
  ['over midnight: in the morning after', OVERNIGHT, SHANGHAI, '2026-11-22T05:59:00+08:00', true],
  ['over midnight: not at noon', OVERNIGHT, SHANGHAI, '2026-11-22T12:00:00+08:00', false],
  [
    'a week counts from Monday: a Friday night lasts into Saturday',
    { ...OVERNIGHT, cycle: 'weekly', days: [5] },
    SHANGHAI,
    '2026-11-21T02:00:00+08:00',
    true,
  ],
  [
    'and does not begin on Saturday',
    { ...OVERNIGHT, cycle: 'weekly', days: [5] },
    SHANGHAI,
    '2026-11-21T23:00:00+08:00',
    false,
  ],
  ['Sunday is the seventh day', { cycle: 'weekly', days: [7] }, SHANGHAI, '2026-11-22T05:00:00+08:00', true],
  ['by the day of the month', { cycle: 'monthly', days: [30] }, SHANGHAI, '2026-11-30T05:00:00+08:00', true],
  [
    'a month of 30 days has no 31st',
    { cycle: 'monthly', days: [31] },
    SHANGHAI,
    '2026-11-30T05:00:00+08:00',
    false,
  ],
  [
    'the night of the 31st lasts into the next month',
    { ...OVERNIGHT, cycle: 'monthly', days: [31] },
    SHANGHAI,
    '2026-11-01T05:00:00+08:00',
    true,
  ],
  [
    'not before its first day',
    { startDate: '2026-11-22', endDate: '2026-11-23' },
    SHANGHAI,
    '2026-11-21T05:00:00+08:00',
    false,
  ],
  [
    'on its last day',
    { cycle: 'once', startDate: '2026-11-22', endDate: '2026-11-23' },
    SHANGHAI,
    '2026-11-23T05:00:00+08:00',
    true,
  ],
  [
    'the night of the last day is whole',
    { ...OVERNIGHT, startDate: '2026-11-22', endDate: '2026-11-23' },
    SHANGHAI,
    '2026-11-24T05:00:00+08:00',
    true,
  ],
  [
    'where an hour is skipped the window begins with the next one there is',
    { startTime: '02:30', endTime: '04:00' },
    NEW_YORK,
    '2026-03-08T03:00:00-04:00',
    true,
  ],
  [
    'an hour that comes twice counts twice',
    { startTime: '01:00', endTime: '02:00' },
    NEW_YORK,
    '2026-11-01T01:30:00-05:00',
    true,
  ],
  [
    'an end at midnight is the end of the day',
    { startTime: '08:00', endTime: '00:00' },
    SHANGHAI,
    '2026-11-21T23:59:59+08:00',
    true,
  ],
];

for (const [promise, more, timeZone, when, isActive] of ROWS) {
  test(promise, () => assert.equal(isTimerActive(rule(more), timeZone, Date.parse(when)), isActive));
}

test('the next edge is the nearest beginning or end of any rule that is on', () => {
  const next = (rules: TimerRule[], zone: string, now: string) => {
    const at = nextTimerEdge(rules, zone, Date.parse(now));
    return at === null ? null : new Date(at).toISOString();
  };
  assert.equal(next([rule()], SHANGHAI, '2026-11-21T01:00:00+08:00'), '2026-11-20T19:45:00.000Z');
  assert.equal(next([rule()], SHANGHAI, '2026-11-21T05:00:00+08:00'), '2026-11-21T03:15:00.000Z');
  assert.equal(next([rule(OVERNIGHT)], SHANGHAI, '2026-11-21T05:00:00+08:00'), '2026-11-20T22:00:00.000Z');
  assert.equal(next([rule()], NEW_YORK, '2026-03-08T01:00:00-05:00'), '2026-03-08T07:45:00.000Z');
  assert.equal(next([rule({ isOn: false })], SHANGHAI, '2026-11-21T05:00:00+08:00'), null);
});

test('at every edge the state is another than just before it', () => {
  for (const zone of [SHANGHAI, NEW_YORK, 'Australia/Lord_Howe']) {
    let now = Date.parse('2026-10-28T00:00:00Z');
    for (let count = 0; count < 20; count += 1) {
      const edge = nextTimerEdge([rule(OVERNIGHT)], zone, now);
      assert.ok(edge !== null && edge > now);
      const states = [edge - 1, edge].map((at) => isTimerActive(rule(OVERNIGHT), zone, at));
      assert.notEqual(states[0], states[1], `${zone} ${new Date(edge).toISOString()}`);
      now = edge;
    }
  }
});
