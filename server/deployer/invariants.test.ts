// Any history of what people do to a service, with instances killed and deployers gone in between, leaves a state that
// keeps its promises (server/domain/invariants.ts). INVARIANTS_SEED=<seed> repeats a run that failed.
import { test } from 'node:test';
import fc from 'fast-check';
import { type Step, TestHistory } from '#server/deployer/test-history.ts';

/** INVARIANTS_RUNS=<number> for more of them. */
const HISTORIES = Number(process.env.INVARIANTS_RUNS ?? 3);

/** Ends before it listens, so that it can never be taken for ready. */
const FAILING = { SAMPLE_EXIT_AFTER_MS: '10', SAMPLE_START_DELAY_MS: '60000' };
const SLOW = { SAMPLE_START_DELAY_MS: '150' };

/** How often each is drawn. */
const KINDS: Record<Step['kind'], number> = {
  deploy: 4,
  redeploy: 4,
  'roll-back-version': 3,
  'roll-back': 1,
  'set-traffic': 3,
  'set-rules': 2,
  cancel: 1,
  'delete-version': 3,
  'pause-or-resume': 1,
  'half-an-hour': 1,
  'kill-instance': 3,
  'stop-deployer': 1,
  'start-deployer': 1,
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    ...Object.entries(KINDS).map(([kind, weight]) => ({
      weight,
      arbitrary: fc.constant(kind as Step['kind']),
    })),
  ),
  one: fc.nat({ max: 99 }),
  other: fc.nat({ max: 99 }),
  percent: fc.integer({ min: 1, max: 99 }),
  env: fc.constantFrom<Record<string, string>>({}, {}, SLOW, FAILING),
  isFull: fc.boolean(),
  isWide: fc.boolean(),
  afterwards: fc.constantFrom('go-on', 'under-way', 'under-way', 'rest', 'rest'),
});

test('any history of deploying, updating, traffic and deleting keeps its promises, whoever is killed meanwhile', async () => {
  const histories = fc.array(step, { minLength: 9, maxLength: 12 });
  const seed = Number(process.env.INVARIANTS_SEED);
  await fc.assert(fc.asyncProperty(histories, keepsItsPromises), {
    numRuns: HISTORIES,
    endOnFailure: true,
    ...(seed ? { seed } : {}),
  });
});

async function keepsItsPromises(steps: Step[]): Promise<void> {
  await using history = new TestHistory();
  await history.begin();
  for (const one of steps) await history.take(one);
  await history.end();
}
