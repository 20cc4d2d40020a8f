// What a service answered: live figures by version, the log of single requests, and what is left out of it.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '#e2e/fixtures.ts';
import { visit } from '#e2e/visitor.ts';
import { startService } from '#e2e/world.ts';

test('requests appear by themselves, with the figures of their version', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url } = await startService(world, serviceName);
  await page.goto(`/services/${serviceId}?tab=requests`);
  const log = page.getByRole('region', { name: '请求日志' });
  await expect(log.getByText('还没有请求')).toBeVisible();
  for (let number = 0; number < 5; number += 1)
    await visit(new URL(`/orders/${number}?name=Li&page=2`, url).href);
  await expect(log.getByText('/orders/4?name=…&page=…')).toBeVisible();
  await expect(log.getByRole('row')).toHaveCount(6);
  const figures = page.getByRole('region', { name: '请求概况' });
  await expect(figures.getByRole('row').nth(1)).toContainText(`${serviceName}-001`);
  await expect(figures.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText('5');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('filters find a request by its path and its status', async ({ page, world, serviceName }) => {
  const { serviceId, url } = await startService(world, serviceName);
  for (const path of ['/cart', '/pay', '/cart/7']) await visit(new URL(path, url).href);
  await page.goto(`/services/${serviceId}?tab=requests`);
  const log = page.getByRole('region', { name: '请求日志' });
  await expect(log.getByText('/pay', { exact: true })).toBeVisible();
  await log.getByLabel('按路径筛选').fill('cart');
  await expect(log.getByText('/pay', { exact: true })).toBeHidden();
  await expect(log.getByText('/cart/7', { exact: true })).toBeVisible();
  await log.getByLabel('按状态筛选').click();
  await page.getByRole('option', { name: '5xx' }).click();
  await expect(log.getByText('没有符合条件的请求')).toBeVisible();
  await log.getByRole('button', { name: '清除筛选' }).click();
  await expect(log.getByText('/pay', { exact: true })).toBeVisible();
});

test('query values are logged only once somebody switched them on', async ({ page, world, serviceName }) => {
  const { serviceId, url } = await startService(world, serviceName);
  await visit(new URL('/before?name=Li', url).href);
  await page.goto(`/services/${serviceId}?tab=settings`);
  await page.getByRole('switch', { name: '记录查询参数的值' }).click();
  await expect(page.getByText('从现在起记录查询参数的值')).toBeVisible();
  await page.getByRole('tab', { name: '请求日志' }).click();
  const log = page.getByRole('region', { name: '请求日志' });
  await expect(log.getByText('/before?name=…')).toBeVisible();
  await visit(new URL('/after?name=Li', url).href);
  await expect(log.getByText('/after?name=Li')).toBeVisible();
  await expect(log.getByText('/before?name=Li')).toBeHidden();
});
