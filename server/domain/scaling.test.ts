import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  desiredReplicas,
  type LoadSlot,
  type ScalingPolicy,
  slotsNeeded,
  type VersionLoad,
} from '#server/domain/scaling.ts';

const at = 1_700_000_000_000;
const SLOT_MS = 10_000;
const TIMES = { scaleStableMs: 300_000, scalePanicMs: 30_000, scaleInDelayMs: 300_000 };
const SLOTS = slotsNeeded(TIMES, SLOT_MS);
/** Slots in five minutes. */
const FIVE_MINUTES = 30;

const CPU_60: ScalingPolicy['conditions'] = [{ metric: 'cpu', thresholdPercent: 60 }];
const CPU_60_MEMORY_60: ScalingPolicy['conditions'] = [...CPU_60, { metric: 'memory', thresholdPercent: 60 }];

function policy(more: Partial<ScalingPolicy> = {}): ScalingPolicy {
  return {
    min: 1,
    max: 10,
    current: 1,
    conditions: CPU_60,
    inFlightTarget: null,
    times: TIMES,
    ...more,
  };
}

function slot(more: Partial<LoadSlot> = {}): LoadSlot {
  return { instances: 1, cpu: 0, memory: 0, inFlight: 0, ...more };
}

/** A long calm, and then these, each for so many slots. */
function load(...parts: [count: number, Partial<LoadSlot>][]): VersionLoad {
  const slots = parts.flatMap(([count, more]) => Array.from({ length: count }, () => slot(more)));
  const calm = Array.from({ length: SLOTS }, () =>
    slot(parts[0]?.[1].instances ? { instances: parts[0][1].instances } : {}),
  );
  return { endsAt: at - 2_000, slotMs: SLOT_MS, slots: [...calm, ...slots].slice(-SLOTS) };
}

type Row = [
  promise: string,
  policy: Partial<ScalingPolicy>,
  load: VersionLoad,
  replicas: number,
  reason: string,
];

const ROWS: Row[] = [
  ['without load it is the minimum', {}, load(), 1, 'minimum'],
  ['a minimum of three is kept', { min: 3 }, load([31, { instances: 3 }]), 3, 'minimum'],
  ['90 % of a core at a threshold of 60 % needs two', {}, load([31, { cpu: 0.9 }]), 2, 'cpu'],
  ['of two at 90 % each three are needed', { current: 2 }, load([31, { instances: 2, cpu: 1.8 }]), 3, 'cpu'],
  ['load of four minutes is not sustained', {}, load([24, { cpu: 0.9 }]), 1, 'minimum'],
  ['one calm slot interrupts it', {}, load([20, { cpu: 0.9 }], [1, {}], [10, { cpu: 0.9 }]), 1, 'minimum'],
  ['never above the maximum', { max: 3 }, load([31, { instances: 3, cpu: 3 }]), 3, 'cpu'],
  [
    'of several conditions the one that asks for the most counts (S3a)',
    { conditions: CPU_60_MEMORY_60 },
    load([31, { cpu: 0.7, memory: 0.95 }]),
    2,
    'memory',
  ],
  [
    'requests in flight count where a target is set',
    { inFlightTarget: 10 },
    load([31, { inFlight: 18 }]),
    2,
    'requests',
  ],
  ['less than a tenth above the threshold is as good as it', {}, load([31, { cpu: 0.65 }]), 1, 'minimum'],
  ['a burst scales out at once', { inFlightTarget: 10 }, load([3, { inFlight: 50 }]), 5, 'burst'],
  ['also within the first slot of it', { inFlightTarget: 10 }, load([1, { inFlight: 120 }]), 4, 'burst'],
  [
    'a little more than there is is no burst',
    { inFlightTarget: 10 },
    load([3, { inFlight: 19 }]),
    1,
    'minimum',
  ],
  [
    'what a burst called for stays until the stable window has seen all of it',
    { inFlightTarget: 10, current: 5 },
    load([3, { inFlight: 50 }], [FIVE_MINUTES - 4, { instances: 5, inFlight: 50 }]),
    5,
    'burst',
  ],
  [
    'and then by what is sustained',
    { inFlightTarget: 10, current: 5 },
    load([SLOTS, { instances: 5, inFlight: 50 }]),
    5,
    'requests',
  ],
  [
    'less load lets nothing go for five minutes',
    { inFlightTarget: 10, current: 5 },
    load([40, { instances: 5, inFlight: 50 }], [FIVE_MINUTES - 1, { instances: 5, inFlight: 8 }]),
    5,
    'requests',
  ],
  [
    'then what was let go is what was not needed during all of them',
    { inFlightTarget: 10, current: 5 },
    load([40, { instances: 5, inFlight: 50 }], [FIVE_MINUTES, { instances: 5, inFlight: 18 }]),
    2,
    'requests',
  ],
  [
    'what was not measured lets nothing go',
    { current: 5 },
    load([SLOTS, { instances: 5 }], [1, { instances: 5, cpu: null }], [10, { instances: 5 }]),
    5,
    'minimum',
  ],
  [
    'one condition that is not measured keeps what another would let go',
    { current: 5, conditions: CPU_60_MEMORY_60 },
    load([SLOTS, { instances: 5, memory: null }]),
    5,
    'minimum',
  ],
  [
    'without conditions nothing scales',
    { conditions: [] },
    load([31, { cpu: 1, inFlight: 900 }]),
    1,
    'minimum',
  ],
  [
    'while nothing was measured yet it stays as it is',
    { current: 4 },
    { ...load(), slots: [] },
    4,
    'minimum',
  ],
];

for (const [promise, more, measured, replicas, reason] of ROWS) {
  test(promise, () => {
    const desired = desiredReplicas(policy(more), measured, at);
    assert.equal(desired.replicas, replicas);
    if (reason !== 'minimum') assert.equal(desired.reason, reason);
  });
}

test('measurements that ended a minute ago let nothing go', () => {
  assert.equal(desiredReplicas(policy({ current: 5 }), load([31, { instances: 5 }]), at).replicas, 1);
  assert.equal(
    desiredReplicas(policy({ current: 5 }), load([31, { instances: 5 }]), at + 60_000).replicas,
    5,
  );
});

const arbitrarySlot = fc.record({
  instances: fc.integer({ min: 0, max: 8 }),
  cpu: fc.option(fc.double({ min: 0, max: 8, noNaN: true })),
  memory: fc.option(fc.double({ min: 0, max: 8, noNaN: true })),
  inFlight: fc.integer({ min: 0, max: 500 }),
});

/** Windows of a few slots: what is promised does not depend on their lengths. */
const SHORT = { scaleStableMs: 40_000, scalePanicMs: 20_000, scaleInDelayMs: 50_000 };

const arbitraryPolicy = fc
  .record({
    min: fc.integer({ min: 1, max: 6 }),
    more: fc.integer({ min: 0, max: 20 }),
    current: fc.integer({ min: 0, max: 30 }),
    conditions: fc.constantFrom<ScalingPolicy['conditions'][]>([], CPU_60, CPU_60_MEMORY_60),
    inFlightTarget: fc.option(fc.integer({ min: 1, max: 50 })),
  })
  .map(({ min, more, ...rest }): ScalingPolicy => ({ min, max: min + more, ...rest, times: SHORT }));

const arbitraryLoad = fc
  .array(arbitrarySlot, { maxLength: 20 })
  .map((slots): VersionLoad => ({ endsAt: at, slotMs: SLOT_MS, slots }));

test('it is always within minimum and maximum', () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryLoad, (given, measured) => {
      const { replicas } = desiredReplicas(given, measured, at);
      assert.ok(Number.isInteger(replicas) && replicas >= given.min && replicas <= given.max);
    }),
  );
});

test('more load never asks for fewer', () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryLoad, fc.nat(19), fc.nat(300), (given, measured, which, more) => {
      const slots = measured.slots.map((each, index) => {
        if (index !== which) return each;
        const cpu = each.cpu === null ? null : each.cpu + more / 50;
        return { ...each, cpu, inFlight: each.inFlight + more };
      });
      const before = desiredReplicas(given, measured, at).replicas;
      assert.ok(desiredReplicas(given, { ...measured, slots }, at).replicas >= before);
    }),
  );
});

test('nothing is let go during a burst, nor where a slot of the delay is missing', () => {
  fc.assert(
    fc.property(arbitraryPolicy, arbitraryLoad, fc.boolean(), (given, measured, isBurst) => {
      const last = isBurst
        ? [1, 2].map(() => slot({ instances: 1, cpu: 100, inFlight: 100_000 }))
        : [slot({ instances: 1, cpu: null, memory: null })];
      const conditions = given.conditions.length > 0 ? given.conditions : CPU_60;
      const { replicas } = desiredReplicas(
        { ...given, conditions },
        { ...measured, slots: [...measured.slots, ...last] },
        at,
      );
      assert.ok(replicas >= Math.min(given.current, given.max));
    }),
  );
});

test('under steady load, give or take three per cent, the number does not go up and down', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 9, noNaN: true }),
      fc.array(fc.double({ min: 0.97, max: 1.03, noNaN: true }), { minLength: 40, maxLength: 40 }),
      (needed, noise) => {
        let current = 1;
        const slots: LoadSlot[] = [];
        const seen = noise.map((factor) => {
          slots.push(slot({ instances: current, cpu: needed * 0.6 * factor }));
          const measured = { endsAt: at, slotMs: SLOT_MS, slots: slots.slice(-15) };
          ({ replicas: current } = desiredReplicas(policy({ current, max: 20, times: SHORT }), measured, at));
          return current;
        });
        const changes = seen.filter((each, index) => index > 15 && each !== seen[index - 1]);
        assert.ok(changes.length <= 1, JSON.stringify(seen));
      },
    ),
    { numRuns: 50 },
  );
});
