import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '#e2e/fixtures.ts';
import { startService } from '#e2e/world.ts';
import { deploy, deployed, until } from '#scripts/console-client.ts';

test('a version that was live and keeps ending explains itself, and leads to what helps', async ({
  page,
  world,
  serviceName,
}) => {
  test.slow();
  const { client } = world;
  const { serviceId } = await startService(world, serviceName);
  const crashing = await deploy(client, {
    serviceId,
    image: 'sample/hello:v2',
    trafficStrategy: 'full',
    env: { SAMPLE_EXIT_AFTER_MS: '3000', SAMPLE_EXIT_CODE: '3' },
  });
  await deployed(client, crashing.deploymentId);
  const { versionId } = crashing;
  await until(
    () => client.api.versions.trouble.query({ versionId }),
    (trouble) => trouble !== null && trouble.kind !== 'missing' && trouble.failures > 1,
  );

  await test.step('异常 is the status, and behind it stands why', async () => {
    await page.goto(`/services/${serviceId}`);
    await page.getByRole('row', { name: crashing.versionName }).getByText('异常').click();
    await expect(page).toHaveURL(new RegExp(`${versionId}\\?tab=instances`));
    const details = page.getByRole('region', { name: '错误详情' });
    await expect(details).toContainText(/最近一个实例运行 [\d.]+ 秒后自己退出，退出码 3/);
    await expect(details).toContainText(/退出 \d+ 次，每次都自动重启/);
    await expect(details.getByRole('log')).toContainText('ends with code 3');
  });

  await test.step('it is clean by axe and fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'nothing hangs over the side').toBeLessThanOrEqual(0);
  });

  const advice = page.getByRole('region', { name: '处理建议' });
  await test.step('the whole log of the instance is at hand', async () => {
    await advice.getByRole('button', { name: '查看日志' }).click();
    const log = page.getByRole('dialog').getByRole('log', { name: '实例日志' });
    await expect(log).toContainText('sample/hello:v2 listens on');
    await expect(log).toContainText('ends with code 3');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('流量配置 opens, and with the traffic elsewhere nothing is affected', async () => {
    await advice.getByRole('link', { name: '流量配置' }).click();
    await expect(page.getByRole('dialog', { name: '流量配置' })).toBeVisible();
    await page.keyboard.press('Escape');
    const { generation } = await client.api.traffic.get.query({ serviceId });
    const { items } = await client.api.versions.list.query({ serviceId });
    const healthy = items.find(({ number }) => number === 1);
    const shares = [{ versionId: healthy?.id ?? '', percent: 100 }];
    await client.api.traffic.set.mutate({ serviceId, generation, policy: { mode: 'percent', shares } });
    await page.goto(`/services/${serviceId}/versions/${versionId}`);
    await expect(page.getByText('这个版本没有流量，线上不受影响')).toBeVisible();
  });
});

test('a version that is well says nothing of trouble; without traffic it leads to 流量配置', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId } = await startService(world, serviceName);
  const second = await deploy(world.client, { serviceId, image: 'sample/hello:v2' });
  await deployed(world.client, second.deploymentId);
  await page.goto(`/services/${serviceId}/versions/${second.versionId}`);
  await expect(page.getByRole('region', { name: '配置信息' })).toBeVisible();
  await expect(page.getByRole('region', { name: '错误详情' })).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: '流量配置' }).click();
  await expect(page.getByRole('dialog', { name: '流量配置' })).toBeVisible();
});
