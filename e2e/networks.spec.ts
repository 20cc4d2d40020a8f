// 云托管网络: which network a new service gets, how many there may be, and where its services answer (S3-51 … S3-53).
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';
import { startService, type World } from '#e2e/world.ts';

const NEW = /^系统推荐/;
const EXISTING = /^选择已有私有网络/;
const QUOTA = 20;

let environments = 0;

/** An environment without services, with its list open. */
async function inNewEnvironment(page: Page, { client }: World): Promise<string> {
  environments += 1;
  const { id } = await client.api.environments.create.mutate({ alias: `net-${environments}`, region: 'sh' });
  await page.goto(`/services?environment=${id}`);
  return id;
}

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: '新建服务' }).first().click();
  return page.getByRole('dialog');
}

async function submit(page: Page, name: string): Promise<Locator> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('服务名称').fill(name);
  await dialog.getByRole('button', { name: '提交' }).click();
  return dialog;
}

function group(page: Page, name: string): Locator {
  return page.getByRole('rowgroup').filter({ has: page.getByRole('rowheader', { name }) });
}

test('S3-51: 系统推荐 for the first service, the last network for the next, and the network one comes from', async ({
  page,
  world,
}) => {
  const environmentId = await inNewEnvironment(page, world);

  await test.step('first service: 系统推荐, the other cannot be chosen', async () => {
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('radio', { name: NEW })).toBeChecked();
    await expect(dialog.getByRole('radio', { name: EXISTING })).toBeDisabled();
    await submit(page, 'first');
    await dialog.getByRole('button', { name: '以后再说' }).click();
  });

  await test.step('a further one in a network of its own', async () => {
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('radio', { name: EXISTING })).toBeChecked();
    await expect(dialog.getByRole('combobox', { name: '私有网络' })).toContainText('network-1');
    await dialog.getByRole('radio', { name: NEW }).click();
    await submit(page, 'apart');
    await dialog.getByRole('button', { name: '以后再说' }).click();
    await expect(group(page, 'network-1')).toContainText('first');
    await expect(group(page, 'network-2')).toContainText('apart');
  });

  await test.step('the next: where the last one is', async () => {
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('combobox', { name: '私有网络' })).toContainText('network-2');
    await dialog.getByRole('button', { name: '取消' }).click();
  });

  await test.step('新建此私有网络下的服务: that network, whatever came last', async () => {
    await page.getByRole('button', { name: '新建此私有网络下的服务：network-1' }).click();
    const dialog = page.getByRole('dialog', { name: '新建此私有网络下的服务' });
    await expect(dialog.getByRole('combobox', { name: '私有网络' })).toContainText('network-1');
    await submit(page, 'joined');
    await page.getByRole('dialog').getByRole('button', { name: '以后再说' }).click();
    await expect(group(page, 'network-1').getByRole('link', { name: 'joined', exact: true })).toBeVisible();
  });

  const { items, networks } = await world.client.api.services.list.query({ environmentId });
  expect(networks.map(({ serviceCount }) => serviceCount)).toEqual([2, 1]);
  await test.step('the settings say which it is, and nothing there changes it', async () => {
    const id = items.find(({ name }) => name === 'joined')?.id ?? '';
    await page.goto(`/services/${id}?tab=settings`);
    await expect(page.getByRole('region', { name: '服务设置' })).toContainText('network-1');
  });
});

test('S3-1 … S3-6: what is not our job is said where a service is made', async ({ page, world }) => {
  await inNewEnvironment(page, world);
  const dialog = await openDialog(page);
  await dialog.getByRole('button', { name: '使用限制' }).click();
  for (const word of ['MQTT', 'IP', 'Docker Compose', 'WAF', '一个监听端口', 'Redis']) {
    await expect(dialog.getByRole('listitem').filter({ hasText: word })).toBeVisible();
  }
});

test('S3-52: after 提交 the dialog offers 新建版本, which opens the form at once', async ({
  page,
  world,
}) => {
  await inNewEnvironment(page, world);
  await openDialog(page);
  await submit(page, 'shop');
  const success = page.getByRole('dialog', { name: '服务创建成功' });
  await success.getByRole('link', { name: '新建版本' }).click();
  await page.waitForURL(/\/new-version$/);
  await expect(page.getByRole('button', { name: '开始部署' })).toBeVisible();
});

test('S3-53: beyond 20 networks 系统推荐 is refused with the number and the way out', async ({
  page,
  world,
}) => {
  const { services, networks } = world.client.api;
  const environmentId = await inNewEnvironment(page, world);
  const made: string[] = [];
  const create = async (name: string) => {
    const { serviceId } = await services.create.mutate({ environmentId, name, network: { kind: 'new' } });
    made.push(serviceId);
  };
  try {
    for (let n = 1; n <= QUOTA; n += 1) {
      if ((await networks.list.query({ environmentId })).isQuotaUsedUp) break;
      await create(`s${n}`);
    }
    await page.reload();
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('radio', { name: EXISTING })).toBeChecked();
    await dialog.getByRole('radio', { name: NEW }).click();
    await submit(page, 'one-too-many');
    await expect(dialog.getByRole('alert')).toContainText('组合最多 20 个');
    await expect(dialog.getByRole('alert')).toContainText('选择已有私有网络');

    await dialog.getByRole('radio', { name: EXISTING }).click();
    await dialog.getByRole('button', { name: '提交' }).click();
    await expect(page.getByRole('dialog', { name: '服务创建成功' })).toBeVisible();
  } finally {
    const { items } = await services.list.query({ environmentId });
    const left = new Map(items.map(({ id, name }) => [id, name]));
    for (const serviceId of new Set([...made, ...left.keys()])) {
      const { name } = await services.get.query({ serviceId });
      await services.delete.mutate({ serviceId, mode: 'empty', name });
    }
  }
});

test('S2-3: on the built-in runner the console says that there is no internal address', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, first } = await startService(world, serviceName);
  await page.goto(`/services/${serviceId}/versions/${first.versionId}`);
  await expect(page.getByText('内置运行器不隔离，没有内网地址')).toBeVisible();
});

test('S2-3: version and service show where they answer inside their network @docker', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, first } = await startService(world, serviceName);
  await page.goto(`/services/${serviceId}/versions/${first.versionId}`);
  await expect(page.getByText(/^\d+\.\d+\.\d+\.\d+:10001$/)).toBeVisible();
  await page.goto(`/services/${serviceId}?tab=settings`);
  await expect(page.getByText(`http://${serviceName}`, { exact: true })).toBeVisible();
});

test('networks in list and dialog are clean by axe and fit their screen', async ({
  page,
  world,
  context,
}) => {
  const environmentId = await inNewEnvironment(page, world);
  const { services } = world.client.api;
  for (const name of ['one', 'two']) {
    await services.create.mutate({ environmentId, name, network: { kind: 'new' } });
  }
  const url = world.installation.consoleUrl;
  for (const { theme, width } of [
    { theme: 'light', width: 1440 },
    { theme: 'dark', width: 390 },
  ]) {
    await context.addCookies([{ name: 'berth_theme', value: theme, url }]);
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await expect(page.getByRole('link', { name: 'two', exact: true })).toBeVisible();
    const dialog = await openDialog(page);
    await expect(dialog.getByRole('combobox', { name: '私有网络' })).toBeVisible();
    await expectClean(page);
    await dialog.getByRole('button', { name: '取消' }).click();
    await expect(dialog).toHaveCount(0);
    await expectClean(page);
  }
});

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}
