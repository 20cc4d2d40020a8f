import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';
import { openTraffic, serviceUrl, setPercent } from '#e2e/main-path.ts';
import { startService } from '#e2e/world.ts';
import { deploy, deployed } from '#scripts/console-client.ts';

const VISITORS = 6;

/** The version that answers a browser; one tab of it. */
async function versionFor(visitor: BrowserContext, url: string): Promise<string> {
  const page = visitor.pages()[0] ?? (await visitor.newPage());
  const answer = await page.goto(url);
  return answer?.headers()['x-cloudberth-version'] ?? '';
}

/** As many people with a browser of their own, one after another. */
async function welcome(browser: Browser, url: string) {
  const visitors: { context: BrowserContext; version: string }[] = [];
  for (let count = 0; count < VISITORS; count += 1) {
    const context = await browser.newContext();
    visitors.push({ context, version: await versionFor(context, url) });
  }
  return visitors;
}

test('会话保持: each browser stays with its version, and raising a share takes nobody back', async ({
  page,
  browser,
  world,
  serviceName,
}) => {
  const { serviceId, first } = await startService(world, serviceName);
  const second = await deploy(world.client, { serviceId, image: 'sample/hello:v2' });
  await deployed(world.client, second.deploymentId);
  await page.goto(`/services/${serviceId}`);

  const dialog = await openTraffic(page);
  await setPercent(page, first.versionName, 50);
  await setPercent(page, second.versionName, 50);
  const keeps = dialog.getByRole('switch', { name: '会话保持' });
  await expect(keeps).not.toBeChecked();
  await expect(dialog).toContainText('同一位访客两个版本都可能遇到');
  await keeps.focus();
  await page.keyboard.press('Space');
  await expect(keeps).toBeChecked();
  await expect(dialog).toContainText('同一位访客之后一直由同一个版本回答');
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations).toEqual([]);
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('会话保持', { exact: true })).toBeVisible();
  await expect(page.getByText('已生效').first()).toBeVisible();

  const url = await serviceUrl(page);
  const visitors = await welcome(browser, url);
  const onSecond = visitors.filter(({ version }) => version === second.versionName);
  expect(onSecond).toHaveLength(VISITORS / 2);
  for (const { context, version } of visitors) expect(await versionFor(context, url)).toBe(version);

  await openTraffic(page);
  await setPercent(page, first.versionName, 20);
  await setPercent(page, second.versionName, 80);
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('已生效').first()).toBeVisible();
  const after = [];
  for (const { context } of visitors) after.push(await versionFor(context, url));
  for (const [index, { version }] of visitors.entries()) {
    if (version === second.versionName) expect(after[index]).toBe(second.versionName);
  }
  expect(after.filter((version) => version === second.versionName).length).toBeGreaterThan(VISITORS / 2);
  await Promise.all(visitors.map(({ context }) => context.close()));
});

test('会话保持 belongs to percentages: by rules it is not offered', async ({ page, world, serviceName }) => {
  const { serviceId } = await startService(world, serviceName);
  await page.goto(`/services/${serviceId}`);
  const dialog = await openTraffic(page);
  await expect(dialog.getByRole('switch', { name: '会话保持' })).toBeVisible();
  await dialog.getByRole('radio', { name: '按 URL 参数' }).click();
  await expect(dialog.getByRole('switch', { name: '会话保持' })).toBeHidden();
});
