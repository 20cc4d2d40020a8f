import { expect, test } from '#e2e/fixtures.ts';
import { startService } from '#e2e/world.ts';
import { until } from '#scripts/console-client.ts';

test('instances show what they are, and are started and stopped by hand (S3-17)', async ({
  page,
  world,
  serviceName,
}) => {
  const { client } = world;
  const { serviceId, first } = await startService(world, serviceName);
  const { versionId } = first;
  const form = page.getByRole('form', { name: '自动伸缩配置' });

  await test.step('a timer rule that cannot be is refused beside its fields, all at once', async () => {
    await page.goto(`/services/${serviceId}?tab=settings`);
    await page.getByRole('radio', { name: '自定义' }).click();
    await page.getByRole('button', { name: '添加规则' }).click();
    const rule = page.getByRole('group', { name: '规则 1', exact: true });
    await rule.getByRole('combobox', { name: '循环类型' }).click();
    await page.getByRole('option', { name: '每周' }).click();
    await rule.getByLabel('副本个数').fill('60');
    await form.getByRole('button', { name: '保存' }).click();
    await expect(rule.getByText('请填写 1 到 50 的整数')).toBeVisible();
    await expect(rule.getByText('请至少选择一天')).toBeVisible();
  });

  await test.step('手动启停实例 is saved without a deployment', async () => {
    await page.getByRole('button', { name: '删除规则 1' }).click();
    await page.getByRole('radio', { name: '手动启停实例' }).click();
    await form.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('自动伸缩配置已保存')).toBeVisible();
  });

  const rows = page.locator('tbody').getByRole('row');
  await test.step('one more instance is started', async () => {
    await page.goto(`/services/${serviceId}/versions/${versionId}?tab=instances`);
    await expect(page.getByText('由人启动和停止，不自动增减。')).toBeVisible();
    await expect(rows).toHaveCount(1);
    await page.getByRole('button', { name: '启动实例' }).click();
    await expect(rows).toHaveCount(2);
    await until(
      () => client.api.versions.get.query({ versionId }),
      (version) => version?.readyInstances === 2,
    );
  });

  await test.step('the dialog says what becomes of requests, and the row why it ended', async () => {
    const chosen = rows.first();
    const id = (await chosen.getAttribute('aria-label')) ?? '';
    await stop(id);
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('其余 1 个实例继续服务');
    await dialog.getByRole('button', { name: '停止' }).click();
    await expect(page.getByRole('row', { name: id })).toContainText('手动停止');
  });

  await test.step('the last one takes the version off the air, and says so before', async () => {
    await page.getByRole('combobox', { name: '容器状态' }).click();
    await page.getByRole('option', { name: '就绪' }).click();
    await expect(rows).toHaveCount(1);
    await stop((await rows.first().getAttribute('aria-label')) ?? '');
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('503');
    await dialog.getByRole('button', { name: '停止' }).click();
    await expect(page.getByText('没有实例在运行，访问会得到 503')).toBeVisible();
  });

  async function stop(id: string): Promise<void> {
    await page.getByRole('button', { name: `${id} 的更多操作` }).click();
    await page.getByRole('menuitem', { name: '停止' }).click();
  }
});
