import { versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { visit } from '#e2e/visitor.ts';
import { startService } from '#e2e/world.ts';
import { deploy, deployed } from '#scripts/console-client.ts';

test('S3-22: steps and log of a deployment are live, and can be left and come back to', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId } = await startService(world, serviceName);
  const second = await deploy(world.client, {
    serviceId,
    image: 'sample/hello:v2',
    env: { SAMPLE_START_DELAY_MS: '2000' },
  });
  const url = `/services/${serviceId}/deployments/${second.deploymentId}`;
  await page.goto(url);
  await expect(page.getByText('等待就绪').first()).toBeVisible();
  await expect(page.getByText('创建中').first()).toBeVisible();
  await expect(page.getByText(/create_instance/).first()).toBeVisible();
  await page.goto('/services');
  await page.goto(url);
  await expect(page.getByText('正常').first()).toBeVisible();
  await expect(page.getByText(/check_instance_ready : succ/)).toBeVisible();
});

test('S3-23, S3-58: 取消部署 keeps a version off the air, the next update starts at once with a new number', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url, first } = await startService(world, serviceName);
  const second = await deploy(world.client, {
    serviceId,
    image: 'sample/hello:v2',
    trafficStrategy: 'full',
    // Long enough for whoever cancels it, however slow the machine is.
    initialDelaySeconds: 60,
  });
  await page.goto(`/services/${serviceId}/deployments/${second.deploymentId}`);
  await page.getByRole('button', { name: '取消部署' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '取消部署' }).click();
  await expect(page.getByText('已取消').first()).toBeVisible();

  const third = await deploy(world.client, { serviceId, image: 'sample/hello:v3' });
  expect(third.versionName).toBe(`${serviceName}-003`);
  await deployed(world.client, third.deploymentId);
  expect((await visit(url)).versionName).toBe(first.versionName);
  await page.goto(`/services/${serviceId}`);
  await expect(versionRow(page, second.versionName)).toContainText('已取消');
  await expect(versionRow(page, second.versionName)).toContainText('0%');
});

test('S3-28: a second deployment while one runs is refused, and says which one', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId } = await startService(world, serviceName);
  await deploy(world.client, { serviceId, env: { SAMPLE_START_DELAY_MS: '5000' } });
  await page.goto(`/services/${serviceId}/new-version`);
  await page.getByRole('button', { name: '开始部署' }).click();
  await expect(page.getByText(/当前已有部署发布任务运行中/).first()).toBeVisible();
});
