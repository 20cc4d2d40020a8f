import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';

const SCRIPTS = '**/_next/static/**/*.js';

test('a page that lost a script on the way loads itself again, and works', async ({ page }) => {
  await page.route(SCRIPTS, (route) => route.abort('connectionaborted'), { times: 1 });
  await page.goto('/services');
  await page.getByRole('button', { name: '新建服务' }).first().click();
  await expect(page.getByRole('dialog', { name: '新建服务' })).toBeVisible();
});

test('one that loses them again and again is loaded four times, not for ever', async ({ context }) => {
  const page = await context.newPage(); // Nobody waits until this one works.
  await page.route(SCRIPTS, (route) => route.abort('connectionaborted'));
  const loads = countLoads(page);
  await page.goto('/services');
  await expect.poll(loads).toBe(4);
  await page.waitForLoadState('load'); // By now each script was lost.
  const noted = await page.evaluate(() => JSON.parse(sessionStorage.getItem('berth.loaded-again') ?? '[]'));
  expect(noted, 'each time that it loaded itself again').toHaveLength(3);
});

function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('domcontentloaded', () => {
    loads += 1;
  });
  return () => loads;
}
