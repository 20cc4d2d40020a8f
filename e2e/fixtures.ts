// What every browser test starts from: one installation for a run, its owner signed in, a service of one's own.
import { type BrowserContext, test as base, expect, type Page, type TestInfo } from '@playwright/test';
import { startWorld, type World } from '#e2e/world.ts';

type WorkerFixtures = { world: World };
type TestFixtures = {
  /** A page on which the owner is signed in. */
  page: Page;
  /** A name that no other test of this run uses; services called so, or `<name>-…`, are gone afterwards. */
  serviceName: string;
};

/** So that a deployment that cannot get ready fails within seconds. */
const SHORT_TIMES = { readyWindowMs: 8_000, probePeriodMs: 500, restartBackoffMs: 200 };

const OUTPUT_LINES = 40;
const WORKS_WITHIN_MS = 20_000;
const MOST_GOES = 5;

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
  context: async ({ context, world }, use, info) => {
    const cookies = [...world.client.cookies].map(([name, value]) => ({
      name,
      value,
      url: world.installation.consoleUrl,
    }));
    await context.addCookies(cookies);
    const violations = violationsIn(context, world.installation.consoleUrl);
    await use(context);
    expect(violations, 'what the content security policy refused a page of ours').toEqual([]);
    if (info.status !== info.expectedStatus) await tellOutput(world, info);
  },
  page: async ({ page, world }, use) => {
    goUntilItWorks(page, world.installation.consoleUrl);
    await use(page);
  },
  serviceName: async ({ world }, use) => {
    const name = `shop-${++names}`;
    await use(name);
    await clearAway(world, name);
  },
});

/**
 * Chromium gives up what it loads while Docker changes the networks: the page itself, which a browser's own error page
 * asks for again, or a script of it, whereupon a page of ours loads itself again. Nobody clicks before it works.
 */
function goUntilItWorks(page: Page, consoleUrl: string): void {
  const go = page.goto.bind(page);
  page.goto = async (...to) => {
    const answer = await again(() => go(...to));
    if (page.url().startsWith(consoleUrl)) await worked(page);
    return answer;
  };
}

/** A change of networks may be followed by another one, and by the browser's own error page for the first. */
async function again<Answer>(go: () => Promise<Answer>): Promise<Answer> {
  for (let left = MOST_GOES; ; left -= 1) {
    try {
      return await go();
    } catch (error) {
      if (left === 0 || !/ERR_NETWORK_CHANGED|chrome-error:/.test(String(error))) throw error;
    }
  }
}

function worked(page: Page): Promise<void> {
  return page.locator('html[data-works]').waitFor({ state: 'attached', timeout: WORKS_WITHIN_MS });
}

/** Fills while pages are open; what other hosts' pages were refused is their own affair. */
function violationsIn(context: BrowserContext, consoleUrl: string): string[] {
  const violations: string[] = [];
  context.on('console', (message) => {
    const isOurs = message.page()?.url().startsWith(consoleUrl) ?? false;
    if (isOurs && message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  return violations;
}

/** The processes know most of what the page did not show. */
async function tellOutput({ installation }: World, info: TestInfo): Promise<void> {
  const body = installation.output.slice(-OUTPUT_LINES).join('\n');
  await info.attach('output of the processes', { body, contentType: 'text/plain' });
}

/** What every test left running would have used up the machine's memory at the end. */
async function clearAway({ client, environmentId }: World, name: string): Promise<void> {
  const { items } = await client.api.services.list.query({ environmentId, filter: name });
  for (const service of items) {
    if (service.name !== name && !service.name.startsWith(`${name}-`)) continue;
    await client.api.services.delete.mutate({ serviceId: service.id, mode: 'whole', name: service.name });
  }
}

export { expect };
