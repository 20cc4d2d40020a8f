import type { Page } from '@playwright/test';
import { versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { visit } from '#e2e/visitor.ts';
import { startService } from '#e2e/world.ts';
import { deploy, deployed, until } from '#scripts/console-client.ts';

test('a version with traffic cannot be deleted; one without goes, and its number with it', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId } = await startService(world, serviceName);
  const second = await deploy(world.client, { serviceId, image: 'sample/hello:v2' });
  await deployed(world.client, second.deploymentId);
  await page.goto(`/services/${serviceId}`);
  await expect(versionRow(page, `${serviceName}-001`).getByRole('button', { name: '删除' })).toBeDisabled();
  await deleteVersion(page, second.versionName);
  const third = await deploy(world.client, { serviceId });
  expect(third.versionName).toBe(`${serviceName}-003`);
});

test('S3-62: all versions are deleted (删除 > 完成), then the service in the list; its address is dead', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url } = await startService(world, serviceName);
  await test.step('not while a version is left', async () => {
    await page.goto('/services');
    await page.getByRole('button', { name: `${serviceName} 的更多操作` }).click();
    const entry = page.getByRole('menuitem', { name: /删除服务/ });
    await expect(entry).toHaveAttribute('aria-disabled', 'true');
    await expect(entry).toContainText('服务下还有版本存在，请先清空版本列表');
  });

  await test.step('version by version, the last one while the service is paused', async () => {
    await world.client.api.services.pause.mutate({ serviceId });
    await until(
      () => visit(url),
      (answer) => answer.status === 503,
    );
    await page.goto(`/services/${serviceId}`);
    await deleteVersion(page, `${serviceName}-001`);
  });

  await test.step('then the service', async () => {
    await page.goto('/services');
    await page.getByRole('button', { name: `${serviceName} 的更多操作` }).click();
    await page.getByRole('menuitem', { name: '删除服务' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('不可恢复');
    await confirmByName(page, serviceName);
    await expect(page.getByRole('row', { name: serviceName, exact: true })).toHaveCount(0);
    await untilDead(url);
  });
});

test('S3-41, S3-42: at the bottom of 服务设置 a service goes whole; its domain is dead, its name begins anew', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url } = await startService(world, serviceName);
  const second = await deploy(world.client, { serviceId, image: 'sample/hello:v2' });
  await deployed(world.client, second.deploymentId);
  await visit(url);

  await test.step('what goes is named before', async () => {
    await page.goto(`/services/${serviceId}?tab=settings`);
    await page.getByRole('button', { name: '删除服务' }).last().click();
    const losses = page.getByRole('alertdialog').getByRole('region', { name: '一起删除的内容' });
    await expect(losses).toContainText(`${serviceName}-001`);
    await expect(losses).toContainText(second.versionName);
    await expect(losses).toContainText(new URL(url).hostname);
    await expect(losses).toContainText('2 个，处理完手上的请求后停止');
    await expect(page.getByRole('alertdialog')).toContainText('不可恢复');
  });

  await test.step('only with its name typed', async () => {
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('textbox').fill(`${serviceName}x`);
    await expect(dialog.getByRole('button', { name: '删除服务' })).toBeDisabled();
    await confirmByName(page, serviceName);
    await expect(page).toHaveURL(/\/services(\?|$)/);
    await untilDead(url);
  });

  await test.step('a visitor reads that there is no such service', async () => {
    await page.goto(url);
    await expect(page.getByText('unknown_host')).toBeVisible();
  });

  await test.step('the same name is another service with another domain', async () => {
    const { environmentId, client } = world;
    const reborn = await client.api.services.create.mutate({ environmentId, name: serviceName });
    const again = await client.api.services.get.query({ serviceId: reborn.serviceId });
    expect(again.url).not.toBe(url);
    expect((await visit(url)).status).toBe(404);
  });
});

async function deleteVersion(page: Page, name: string): Promise<void> {
  await versionRow(page, name).getByRole('button', { name: '删除' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '完成' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0);
}

async function confirmByName(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: '删除服务' })).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: '删除服务' }).click();
  await expect(dialog).toHaveCount(0);
}

async function untilDead(url: string): Promise<void> {
  await until(
    () => visit(url),
    (answer) => answer.status === 404,
  );
}
