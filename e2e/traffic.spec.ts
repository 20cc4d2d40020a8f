import type { Page } from '@playwright/test';
import { versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { openTraffic, setPercent } from '#e2e/main-path.ts';
import { visitMany } from '#e2e/visitor.ts';
import { startService, type World } from '#e2e/world.ts';
import { deploy, deployed } from '#scripts/console-client.ts';

async function startGray(world: World, name: string) {
  const started = await startService(world, name);
  const second = await deploy(world.client, { serviceId: started.serviceId, image: 'sample/hello:v2' });
  await deployed(world.client, second.deploymentId);
  return { ...started, second };
}

async function setTraffic(world: World, serviceId: string, percents: Record<string, number>) {
  const { generation } = await world.client.api.traffic.get.query({ serviceId });
  const shares = Object.entries(percents).map(([versionId, percent]) => ({ versionId, percent }));
  await world.client.api.traffic.set.mutate({
    serviceId,
    generation,
    policy: { mode: 'percent', shares },
  });
}

test('a change made elsewhere shows on screen without a reload', async ({ page, world, serviceName }) => {
  const { serviceId, first, second } = await startGray(world, serviceName);
  await page.goto(`/services/${serviceId}`);
  await expect(versionRow(page, second.versionName)).toContainText('0%');
  await setTraffic(world, serviceId, { [first.versionId]: 60, [second.versionId]: 40 });
  await expect(versionRow(page, second.versionName)).toContainText('40%');
  await expect(versionRow(page, first.versionName)).toContainText('60%');
});

test('a dialog that was opened on an older state gets a conflict, and keeps what was typed', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, first, second } = await startGray(world, serviceName);
  await page.goto(`/services/${serviceId}`);
  await page.getByRole('button', { name: '流量配置' }).first().click();
  const dialog = page.getByRole('dialog', { name: '流量配置' });
  await dialog.getByRole('button', { name: '20%' }).click();
  await setTraffic(world, serviceId, { [first.versionId]: 95, [second.versionId]: 5 });
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('5%');
  await dialog.getByRole('button', { name: '以最新状态重新编辑' }).click();
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog).toBeHidden();
  await expect(versionRow(page, second.versionName)).toContainText('20%');
});

test('S2-9: 流量配置 with 100 for the old version and 0 for the new one takes the upgrade back', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url, first, second } = await startGray(world, serviceName);
  await setTraffic(world, serviceId, { [first.versionId]: 0, [second.versionId]: 100 });
  await page.goto(`/services/${serviceId}`);
  await expect(versionRow(page, second.versionName)).toContainText('100%');
  const dialog = await openTraffic(page);
  await setPercent(page, first.versionName, 100);
  await expect(dialog.getByRole('button', { name: '完成' })).toBeDisabled();
  await setPercent(page, second.versionName, 0);
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog).toBeHidden();
  await expect(versionRow(page, first.versionName)).toContainText('100%');
  await expect(versionRow(page, second.versionName)).toContainText('0%');
  await expect(page.getByText('已生效').first()).toBeVisible();
  expect(await visitMany(url, 50)).toEqual({ split: { [first.versionName]: 50 }, failed: 0 });
});

test('S3-57: 访问服务 is real traffic: it reaches a version by its share, and counts among its requests', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url, first, second } = await startGray(world, serviceName);
  const requestsOf = async (versionId: string) => {
    const { versions } = await world.client.api.traffic.live.query({ serviceId });
    return versions.find((figures) => figures.versionId === versionId)?.requests ?? 0;
  };
  await page.goto(`/services/${serviceId}`);
  expect([await requestsOf(first.versionId), await requestsOf(second.versionId)]).toEqual([0, 0]);
  expect(await visitByLink(page, url)).toBe(first.versionName);
  await expect(page.getByText(/秒回答了 [1-9]\d* 次请求/)).toBeVisible();
  await expect.poll(() => requestsOf(first.versionId)).toBeGreaterThan(0);
  expect(await requestsOf(second.versionId)).toBe(0);

  await setTraffic(world, serviceId, { [first.versionId]: 0, [second.versionId]: 100 });
  await expect(versionRow(page, second.versionName)).toContainText('100%');
  await expect(page.getByText('已生效').first()).toBeVisible();
  expect(await visitByLink(page, url)).toBe(second.versionName);
  await expect.poll(() => requestsOf(second.versionId)).toBeGreaterThan(0);
});

/** Presses 访问服务; gives the version that answered. */
async function visitByLink(page: Page, url: string): Promise<string | undefined> {
  const opened = page.waitForEvent('popup');
  const answered = page.context().waitForEvent('response', (response) => response.url().startsWith(url));
  await page.getByRole('link', { name: '访问服务' }).first().click();
  const [visited, answer] = await Promise.all([opened, answered]);
  await visited.close();
  return answer.headers()['x-cloudberth-version'];
}

test('放弃灰度 puts all traffic back on the older version', async ({ page, world, serviceName }) => {
  const { serviceId, first, second } = await startGray(world, serviceName);
  await setTraffic(world, serviceId, { [first.versionId]: 50, [second.versionId]: 50 });
  await page.goto(`/services/${serviceId}`);
  await page.getByRole('button', { name: '放弃灰度' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '放弃灰度' }).click();
  await expect(versionRow(page, first.versionName)).toContainText('100%');
  await expect(versionRow(page, second.versionName)).toContainText('0%');
});

test('the whole of a traffic change can be done with the keyboard alone', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, second } = await startGray(world, serviceName);
  await page.goto(`/services/${serviceId}`);
  await page.getByRole('button', { name: '流量配置' }).first().focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '流量配置' });
  await expect(dialog.getByRole('slider', { name: new RegExp(second.versionName) })).toBeFocused();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await expect(dialog.getByRole('alert')).toContainText('所有百分比加起来需要等于100');
  for (let presses = 0; presses < 20 && !(await isFocused()); presses++)
    await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(versionRow(page, second.versionName)).toContainText('20%');

  function isFocused(): Promise<boolean> {
    const older = dialog.getByRole('slider', { name: new RegExp(`${serviceName}-001`) });
    return older.evaluate((element) => element === document.activeElement);
  }
});
