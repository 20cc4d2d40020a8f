// What a service prints: searched, read line by line, and followed.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '#e2e/fixtures.ts';
import { visit } from '#e2e/visitor.ts';
import { startService } from '#e2e/world.ts';

test('S3-25: a printed line is found by a word, read in its context, and the next ones come by themselves', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url } = await startService(world, serviceName);
  const ask = (path: string) => visit(new URL(path, url).href);
  for (const path of ['/orders/1', '/pay', '/orders/2']) await ask(path);

  await page.goto(`/services/${serviceId}?tab=logs`);
  const logs = page.getByRole('region', { name: '日志' });
  const lines = logs.getByRole('article');
  const query = logs.getByRole('textbox', { name: '查询语句' });
  await expect(async () => {
    await logs.getByRole('button', { name: '刷新' }).click();
    await expect(lines.filter({ hasText: 'GET /orders/2' })).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await query.fill('"/orders/1');
  await query.press('Enter');
  await expect(logs.getByRole('alert')).toContainText('引号');
  await query.fill('orders/1 stream:stdout');
  await query.press('Enter');
  await expect(lines).toHaveCount(1);
  await expect(lines.locator('mark')).toHaveText('orders/1');
  await expect(page).toHaveURL(/query=orders%2F1/);

  await lines.focus();
  await page.keyboard.press('Enter');
  await lines.getByRole('button', { name: '上下文' }).click();
  const around = page.getByRole('dialog', { name: '上下文' });
  await expect(around.getByRole('article').filter({ hasText: 'GET /pay' })).toBeVisible();
  await expect(around.locator('[aria-current]')).toContainText('GET /orders/1');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');

  await logs.getByRole('button', { name: '清空查询语句' }).click();
  await logs.getByRole('switch', { name: '实时' }).click();
  await expect(lines.filter({ hasText: 'GET /orders/2' })).toBeVisible();
  await expect(logs.getByText('正在接收新日志')).toBeVisible();
  await ask('/live/1');
  await expect(lines.filter({ hasText: 'GET /live/1' })).toBeVisible();
  await logs.getByRole('button', { name: '暂停' }).click();
  await ask('/live/2');
  await expect(logs.getByText(/暂停后新来 \d+ 行/)).toBeVisible();
  await expect(lines.filter({ hasText: 'GET /live/2' })).toBeHidden();
  await logs.getByRole('button', { name: '回到最新' }).click();
  await expect(lines.filter({ hasText: 'GET /live/2' })).toBeVisible();
});
