// Each entry of the catalogue happens for real, is told as what it is, and leaves what served before serving.
import { after, before, describe, test } from 'node:test';
import { ENTRIES } from '#e2e/errors/catalogue.ts';
import { checkCase } from '#e2e/errors/check-case.ts';
import { ErrorsWorld } from '#e2e/errors/errors-world.ts';
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

  for (const [number, { name, cases }] of ENTRIES.entries()) {
    test(name, async () => {
      const checks = cases.map(async (expected, index) => {
        const spec = 'serving' in expected ? expected.serving : {};
        const service = await world.serving(`entry-${number + 1}-${index + 1}`, spec);
        await checkCase(service, expected);
      });
      await Promise.all(checks);
    });
  }
});
