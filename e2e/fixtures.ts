// What every browser test starts from: one installation for a run, its owner signed in, a service of one's own.
import { test as base, expect, type Page } from '@playwright/test';
import { startWorld, type World } from '#e2e/world.ts';

type WorkerFixtures = { world: World };
type TestFixtures = {
  /** A page on which the owner is signed in. */
  page: Page;
  /** A name that no other test of this run uses. */
  serviceName: string;
};

/** So that a deployment that cannot get ready fails within seconds. */
const SHORT_TIMES = { readyWindowMs: 8_000, probePeriodMs: 500, restartBackoffMs: 200 };

let names = 0;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from the pattern.
    async ({}, use, info) => {
      const runner = info.project.name === 'docker' ? 'docker' : 'embedded';
      const world = await startWorld({
        runner,
        env: { BERTH_TIMES: JSON.stringify(SHORT_TIMES), CPU_OVERCOMMIT: '16' },
      });
      await use(world);
      await world.installation[Symbol.asyncDispose]();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ world }, use) => use(world.installation.consoleUrl),
  context: async ({ context, world }, use) => {
    const cookies = [...world.client.cookies].map(([name, value]) => ({
      name,
      value,
      url: world.installation.consoleUrl,
    }));
    await context.addCookies(cookies);
    await use(context);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from the pattern.
  serviceName: async ({}, use) => use(`shop-${++names}`),
});

export { expect };
