// 审计: a change of traffic is there with before and after, a refused one too, and the log can be taken away.
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '#e2e/fixtures.ts';
import { startService } from '#e2e/world.ts';

test('changes of traffic and refused attempts stand in the log, which owners export', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, first } = await startService(world, serviceName);
  const { api } = world.client;
  const { generation } = await api.traffic.get.query({ serviceId });
  const shares = [{ versionId: first.versionId, percent: 100 }];
  await api.traffic.set.mutate({ serviceId, generation, policy: { mode: 'percent', shares } });
  const stale = api.traffic.set.mutate({ serviceId, generation, policy: { mode: 'percent', shares } });
  await expect(stale).rejects.toThrow();

  await page.goto(`/audit?text=${serviceName}`);
  await expect(page.getByRole('region', { name: '完整性' })).toContainText('审计链完整');
  const log = page.getByRole('region', { name: '审计记录' });
  const rows = log.getByRole('row', { name: /流量配置/ });
  await expect(rows.first()).toContainText('被拒绝');
  await expect(rows.nth(1)).toContainText('成功');
  await rows
    .nth(1)
    .getByRole('button', { name: /查看 #\d+ 的详情/ })
    .click();
  await expect(log.getByRole('rowheader', { name: `shares[${first.versionName}].percent` })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text.startsWith('\ufeff"id","time"')).toBe(true);
  expect(text).toContain('"traffic.set"');
});
