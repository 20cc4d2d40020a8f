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
  await versionRow(page, second.versionName).getByRole('button', { name: '删除' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).click();
  await expect(page.getByRole('row', { name: new RegExp(second.versionName) })).toHaveCount(0);
  const third = await deploy(world.client, { serviceId });
  expect(third.versionName).toBe(`${serviceName}-003`);
});

test('a service that has served goes too: paused, its last version deleted, then its name typed; its address is dead', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url } = await startService(world, serviceName);
  await page.goto(`/services/${serviceId}?tab=settings`);
  await expect(page.getByRole('button', { name: '删除服务' })).toBeDisabled();
  await world.client.api.services.pause.mutate({ serviceId });
  await until(
    () => visit(url),
    (answer) => answer.status === 503,
  );

  await page.goto(`/services/${serviceId}`);
  await versionRow(page, `${serviceName}-001`).getByRole('button', { name: '删除' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).click();
  await expect(page.getByRole('row', { name: new RegExp(`${serviceName}-001`) })).toHaveCount(0);

  await page.goto(`/services/${serviceId}?tab=settings`);
  await page.getByRole('button', { name: '删除服务' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: '删除服务' })).toBeDisabled();
  await dialog.getByRole('textbox').fill(serviceName);
  await dialog.getByRole('button', { name: '删除服务' }).click();
  await expect(page).toHaveURL(/\/services(\?|$)/);
  await until(
    () => visit(url),
    (answer) => answer.status === 404,
  );
});
