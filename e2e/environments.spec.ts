import { expect, test } from '#e2e/fixtures.ts';

test('S0-3: environments are created with a region, switched between, and deleted only when empty', async ({
  page,
  world,
  serviceName,
}) => {
  const { services } = world.client.api;
  await services.create.mutate({ environmentId: world.environmentId, name: serviceName });

  await test.step('created', async () => {
    await page.goto('/environments');
    await page.getByRole('button', { name: '创建环境' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/环境名称/).fill('预发');
    await dialog.getByRole('button', { name: '创建环境' }).click();
    await expect(page.getByRole('row', { name: /预发/ })).toBeVisible();
  });

  const environments = await world.client.api.environments.list.query();
  const staging = environments.find(({ alias }) => alias === '预发');
  expect(staging?.region).toBe('sh');
  const { serviceId } = await services.create.mutate({
    environmentId: staging?.id ?? '',
    name: `${serviceName}-b`,
  });

  await test.step('switched: each list has its own services', async () => {
    await page.goto('/services');
    await expect(page.getByRole('link', { name: serviceName, exact: true })).toBeVisible();
    await page.getByRole('button', { name: /切换环境/ }).click();
    await page.getByRole('menuitemradio', { name: /预发/ }).click();
    await expect(page.getByRole('link', { name: `${serviceName}-b`, exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: serviceName, exact: true })).toHaveCount(0);
  });

  await test.step('not deleted while it has a service', async () => {
    await page.goto('/environments');
    await expect(
      page.getByRole('row', { name: /预发/ }).getByRole('button', { name: '删除环境' }),
    ).toBeDisabled();
  });

  await test.step('deleted when empty', async () => {
    await services.delete.mutate({ serviceId, mode: 'empty', name: `${serviceName}-b` });
    await page.reload();
    await page.getByRole('row', { name: /预发/ }).getByRole('button', { name: '删除环境' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '删除环境' }).click();
    await expect(page.getByRole('row', { name: /预发/ })).toHaveCount(0);
  });
});
