// Each entry of the catalogue happens for real, is told as what it is, and leaves what served before serving.
import { after, before, describe, test } from 'node:test';
import { ENTRIES } from '#e2e/errors/catalogue.ts';
import { checkCase } from '#e2e/errors/check-case.ts';
import type { Entry } from '#e2e/errors/entry.ts';
import { ErrorsWorld } from '#e2e/errors/errors-world.ts';
import { withSmallDisk } from '#e2e/errors/small-disk.ts';
import { ensureEngine, type FoundEngine } from '#scripts/engine.ts';

/** Most of the time is spent waiting for programs that do not get ready. */
const AT_THE_SAME_TIME = 6;

describe('the error catalogue', { concurrency: AT_THE_SAME_TIME }, () => {
  let engine: FoundEngine;
  let world: ErrorsWorld;

  before(async () => {
    engine = await ensureEngine({ log: () => {} });
    world = await ErrorsWorld.start(engine.dockerHost);
  });

  after(async () => {
    await world?.[Symbol.asyncDispose]();
    await engine?.stop();
  });

  for (const [index, entry] of ENTRIES.entries()) {
    test(entry.name, () => {
      const prefix = `entry-${index + 1}`;
      if (entry.isDiskSmall) return withSmallDisk(world, (small) => checkEntry(small, entry, prefix));
      return checkEntry(world, entry, prefix);
    });
  }
});

/** Each case with a service of its own, which serves before and after. */
async function checkEntry(world: ErrorsWorld, { cases }: Entry, prefix: string): Promise<void> {
  const checks = cases.map(async (expected, index) => {
    const spec = 'serving' in expected ? expected.serving : {};
    await checkCase(await world.serving(`${prefix}-${index + 1}`, spec), expected);
  });
  await Promise.all(checks);
}
