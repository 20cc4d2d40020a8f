// 监控: figures of a service over time, for the eye, the keyboard and a spreadsheet.
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '#e2e/fixtures.ts';
import { visit } from '#e2e/visitor.ts';
import { startService } from '#e2e/world.ts';

test('charts show what was requested, as curves, as tables, by the arrow keys and as a file', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url } = await startService(world, serviceName);
  for (let count = 0; count < 7; count += 1) await visit(url);
  await page.goto(`/services/${serviceId}?tab=metrics`);
  const requests = page.getByRole('region', { name: '调用量' });
  await expect(requests.locator('canvas')).toBeVisible();
  const plot = requests.getByRole('group', { name: /调用量，左右键逐点读数/ });
  // A minute that has just begun is shown once it tells anything.
  await expect(plot).toHaveAccessibleName(new RegExp(`${serviceName}-001：最新`), { timeout: 30_000 });
  await plot.press('End');
  await expect(plot.getByRole('status')).toContainText(`${serviceName}-001`);
  await plot.press('Escape');
  await requests.getByRole('button', { name: '调用量的数据表' }).click();
  await expect(requests.getByRole('row', { name: new RegExp(`${serviceName}-001`) })).toBeVisible();
  await page.getByRole('radio', { name: '30 天' }).click();
  await expect(page.getByText('每天一点')).toBeVisible();
  await expect(page).toHaveURL(/range=30d/);
  const main = page.getByRole('region', { name: 'QPS' });
  await main.getByText(/这段时间的部署和流量变更/).click();
  await expect(main.getByRole('link', { name: '001 部署成功' })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载 CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^metrics-${serviceName}-\\d{8}-\\d{4}\\.csv$`));
  expect(readFileSync(await download.path(), 'utf8')).toContain(`"${serviceName}-001"`);
});
