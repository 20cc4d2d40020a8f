// The second way to update: 编辑配置并重新部署, 版本历史, 回滚 (S2-10 … S2-24, S3-61).
import type { Locator, Page } from '@playwright/test';
import { FULL, KEEP_ZERO, versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { SteadyVisitor, visit } from '#e2e/visitor.ts';
import { startService, type World } from '#e2e/world.ts';
import { deployed, redeploy, until } from '#scripts/console-client.ts';
import { specInputSchema } from '#server/domain/spec.ts';

const EDIT = '编辑配置并重新部署';
/** Long enough for the page to be seen while an update runs. */
const SLOW = { SAMPLE_START_DELAY_MS: '1200' };
const CRASHING = { SAMPLE_EXIT_AFTER_MS: '100', SAMPLE_START_DELAY_MS: '60000' };

function start(world: World, name: string, minReplicas = 2) {
  return startService(world, name, { env: SLOW, minReplicas });
}

function versionUrl(serviceId: string, versionId: string, tab = ''): string {
  return `/services/${serviceId}/versions/${versionId}${tab && `?tab=${tab}`}`;
}

function comparison(page: Page, number: number): Locator {
  return page.getByRole('region', { name: `当前版本与快照 ${number} 的差异` });
}

async function ended(world: World, deploymentId: string) {
  return until(
    () => world.client.api.deployments.get.query({ deploymentId }),
    ({ state, steps }) => state !== 'running' && steps.every((step) => step.state !== 'running'),
  );
}

test('S2-1 … S2-5, S2-10, S2-20: the row leads to the second way to update, and the two ways are compared', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, first } = await start(world, serviceName, 0);
  await page.goto(`/services/${serviceId}`);
  const more = page.getByRole('button', { name: `${serviceName}-001 的更多操作` });
  await more.click();
  await page.getByRole('menuitem', { name: '更新方式说明' }).click();
  const ways = page.getByRole('dialog', { name: '两种更新方式' });
  await expect(ways.getByRole('columnheader')).toHaveText([
    '对比项',
    '新建版本（推荐）',
    '编辑原版本配置并重新部署（不推荐）',
  ]);
  await expect(ways.getByRole('row', { name: /更新前后内网 IP 不变/ })).toContainText('版本不变则 IP 不变');
  await expect(ways.getByRole('row', { name: /灰度发布/ }).getByRole('cell')).toHaveText(['支持', '不支持']);
  await expect(ways.getByRole('row', { name: /多版本并行/ }).getByRole('cell')).toHaveText([
    '支持',
    '不支持',
  ]);
  await page.keyboard.press('Escape');

  await more.click();
  await page.getByRole('menuitem', { name: EDIT }).click();
  await expect(page).toHaveURL(`${versionUrl(serviceId, first.versionId)}/edit`);
  await expect(page.getByRole('heading', { name: EDIT })).toBeVisible();
});

test('S2-11 … S2-19: edited, redeployed, compared and rolled back, with no failed request', async ({
  page,
  world,
  serviceName,
}) => {
  test.slow();
  const { serviceId, url, first } = await start(world, serviceName);
  const { versionId } = first;
  const visitor = new SteadyVisitor(url);

  await test.step('S2-11: the card 配置信息 leads to the form', async () => {
    await page.goto(versionUrl(serviceId, versionId));
    await page.getByRole('region', { name: '配置信息' }).getByRole('link', { name: EDIT }).click();
    await expect(page.getByRole('button', { name: '保存并重新部署' })).toBeVisible();
  });

  await test.step('S2-12, S2-22 … S2-24: no 流量策略 to choose, and the risks are told', async () => {
    await expect(page.getByText('重新部署不支持重新选择流量策略，将沿用版本当前流量配置')).toBeVisible();
    for (const strategy of [KEEP_ZERO, FULL]) {
      await expect(page.getByRole('radio', { name: strategy })).toHaveCount(0);
    }
    await expect(page.getByText(/任何一个失败，整个版本自动回滚/)).toBeVisible();
    await expect(page.getByText(/可能得到不同的结果/)).toBeVisible();
    await expect(page.getByText(/可能因此达到扩容条件/)).toBeVisible();
  });

  await test.step('S2-13, S2-14: 更新镜像信息 is only staged', async () => {
    await page.getByRole('button', { name: '更新镜像信息' }).click();
    const dialog = page.getByRole('dialog', { name: '更新镜像信息' });
    await dialog.getByRole('combobox', { name: /示例/ }).click();
    await page.getByRole('option', { name: 'sample/hello:v2' }).click();
    await dialog.getByRole('button', { name: '暂存' }).click();
    await expect(page.getByText('新的镜像信息已暂存，还没有开始部署。')).toBeVisible();
    expect((await world.client.api.deployments.list.query({ serviceId })).total).toBe(1);
    expect((await visit(url)).text).toBe('hello v1\n');
  });

  await test.step('S2-15, S2-16, S2-21: 更新中, then 正常, and all requests were answered', async () => {
    await page.getByRole('button', { name: '添加环境变量' }).click();
    await page.getByRole('textbox', { name: '变量名 2' }).fill('COLOUR');
    await page.getByRole('textbox', { name: '变量值 2' }).fill('blue');
    await page.getByRole('button', { name: '保存并重新部署' }).click();
    await page.waitForURL(/\/deployments\//);
    await expect(page.getByText('更新中').first()).toBeVisible();
    await expect(page.getByText('重新部署', { exact: true }).first()).toBeVisible();
    await expect(page.getByText(/的实例已全部换成快照 2，流量保持 100%/)).toBeVisible({ timeout: 40_000 });
    await expect(page.getByText(/次请求，0 失败/)).toBeVisible();
    expect((await visit(url)).text).toBe('hello v2\n');
    await page.goto(`/services/${serviceId}`);
    await expect(versionRow(page, `${serviceName}-001`)).toContainText('正常');
    await expect(versionRow(page, `${serviceName}-001`)).toContainText('100%');
  });

  await test.step('S2-17, S2-18: the configuration before it is in 版本历史, with what differs', async () => {
    await page.goto(versionUrl(serviceId, versionId));
    await page.getByRole('tab', { name: /版本历史/ }).click();
    const snapshots = page.getByRole('region', { name: '快照', exact: true }).getByRole('button');
    await expect(snapshots).toHaveCount(2);
    await expect(snapshots.first()).toContainText(/快照 2当前.*镜像、COLOUR/);
    await expect(snapshots.last()).toContainText(/快照 1.*首次部署/);
    await expect(snapshots.last()).toContainText('查看详情');
    const rows = comparison(page, 1).getByRole('row');
    await expect(rows.filter({ hasText: '镜像' })).toContainText(/hello:v2.*hello:v1/);
    await expect(rows.filter({ hasText: 'COLOUR' })).toContainText(/blue.*没有/);
    await expect(comparison(page, 1).getByText('监听端口')).toHaveCount(0);
    await comparison(page, 1).getByRole('radio', { name: /全部/ }).click();
    await expect(comparison(page, 1).getByText('监听端口')).toBeVisible();
  });

  await test.step('S2-19, S3-61: 回滚 says what it does, then 更新中, then 正常', async () => {
    await comparison(page, 1).getByRole('button', { name: '回滚到快照 1' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('逐个替换 2 个实例');
    await expect(dialog).toContainText('流量保持 100% 不变');
    await expect(dialog).toContainText('新旧配置的实例并存');
    await expect(dialog).toContainText('全部恢复到当前配置');
    await dialog.getByRole('button', { name: '回滚到快照 1' }).click();
    await page.waitForURL(/\/deployments\//);
    await expect(page.getByText('更新中').first()).toBeVisible();
    await expect(page.getByText(/的实例已全部换成快照 1，流量保持 100%/)).toBeVisible({ timeout: 40_000 });
    expect((await visit(url)).text).toBe('hello v1\n');
    await page.getByRole('link', { name: '版本历史' }).click();
    const list = page.getByRole('region', { name: '快照', exact: true });
    await expect(list.getByRole('button', { name: /快照 1/ })).toContainText('当前');
    await expect(list.getByRole('button', { name: /快照 2/ })).not.toContainText('当前');
  });

  await visitor.stop();
  expect(visitor.requests).toBeGreaterThan(50);
  expect(visitor.failures).toEqual([]);

  await test.step('部署记录 tells the three kinds apart', async () => {
    await page.goto(`/services/${serviceId}?tab=deployments`);
    const list = page.getByRole('region', { name: '部署记录' });
    const records = list.getByRole('row', { name: new RegExp(`${serviceName}-001`) });
    await expect(records).toContainText([/回滚到快照 1/, /重新部署/, /新建版本/]);
    await expect(records.first()).toContainText('沿用当前流量');
  });
});

test('S2-18: a secret is said to differ, and never shown', async ({ page, world, serviceName }) => {
  const { serviceId, first } = await start(world, serviceName, 0);
  const { versionId } = first;
  for (const value of ['swordfish-one', 'swordfish-two']) {
    const version = await world.client.api.versions.get.query({ versionId });
    const spec = specInputSchema.parse({
      ...version?.spec,
      env: [{ kind: 'new-secret', name: 'DB_PASSWORD', value }],
    });
    const fromSnapshotNumber = version?.snapshotNumber ?? 0;
    const { deploymentId } = await world.client.api.versions.redeploy.mutate({
      versionId,
      fromSnapshotNumber,
      spec,
    });
    await deployed(world.client, deploymentId);
  }
  await page.goto(`${versionUrl(serviceId, versionId, 'history')}&snapshot=2`);
  const row = comparison(page, 2).getByRole('row', { name: /DB_PASSWORD/ });
  await expect(row).toContainText('••••••••');
  await expect(row).toContainText('与当前不同，内容不显示');
  expect(await page.content()).not.toContain('swordfish');
});

test('S2-16, S2-22: an update that fails ends as 更新失败, and the configuration from before answers', async ({
  page,
  world,
  serviceName,
}) => {
  test.slow();
  const { serviceId, url, first } = await start(world, serviceName);
  const { versionId } = first;
  const visitor = new SteadyVisitor(url);
  const { deploymentId } = await redeploy(world.client, versionId, CRASHING);
  await page.goto(`/services/${serviceId}/deployments/${deploymentId}`);
  await expect(page.getByText('更新失败').first()).toBeVisible({ timeout: 40_000 });
  const details = page.getByRole('region', { name: '错误详情' });
  await expect(details).toContainText(/更新失败：部署失败/);
  await expect(details).toContainText('滚动更新实例');
  await expect(details.getByRole('log')).toContainText('ends with code 1');
  await expect(page.getByText(/以更新前的配置（快照 1）服务，2 个实例就绪/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('list', { name: '部署步骤' })).toContainText('恢复更新前的配置');
  await ended(world, deploymentId);
  await visitor.stop();
  expect(visitor.failures).toEqual([]);
  expect((await visit(url)).text).toBe('hello v1\n');

  await page.getByRole('button', { name: '查看日志' }).click();
  await expect(page.getByRole('log', { name: '部署日志' })).toBeFocused();
  await expect(
    page.getByRole('region', { name: '处理建议' }).getByRole('link', { name: EDIT }),
  ).toHaveAttribute('href', `${versionUrl(serviceId, versionId)}/edit`);

  await page.goto(`/services/${serviceId}`);
  const row = versionRow(page, `${serviceName}-001`);
  await expect(row).toContainText('更新失败');
  await expect(row).toContainText('100%');
  expect((await world.client.api.history.list.query({ versionId })).total).toBe(1);
  await row.getByText('更新失败').click();
  await expect(page).toHaveURL(new RegExp(deploymentId));
});

test('an update that is cancelled leaves what served, and says so', async ({ page, world, serviceName }) => {
  const { serviceId, url, first } = await start(world, serviceName);
  const { deploymentId } = await redeploy(world.client, first.versionId, { SAMPLE_START_DELAY_MS: '5000' });
  await page.goto(`/services/${serviceId}/deployments/${deploymentId}`);
  await expect(page.getByText('滚动更新实例')).toBeVisible();
  await page.getByRole('button', { name: '取消部署' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('恢复成更新前的配置');
  await dialog.getByRole('button', { name: '取消部署' }).click();
  await expect(page.getByText(/的更新已取消，.*更新前的配置（快照 1）/)).toBeVisible();
  await ended(world, deploymentId);
  await expect(page.getByText(/仍以更新前的配置（快照 1）服务/)).toBeVisible();
  expect((await visit(url)).text).toBe('hello v1\n');
  await page.goto(`/services/${serviceId}`);
  await expect(versionRow(page, `${serviceName}-001`)).toContainText('正常');
});

test('S2-10: what never came live cannot be edited, and says what to do instead', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId } = await start(world, serviceName, 0);
  const { versionId, deploymentId } = await world.client.api.versions.deploy.mutate({
    serviceId,
    spec: { source: { kind: 'image', image: 'sample/hello:v1' }, cpu: 16, memoryGb: 64 },
  });
  await ended(world, deploymentId);
  await page.goto(versionUrl(serviceId, versionId));
  await expect(page.getByRole('button', { name: EDIT }).first()).toBeDisabled();
  await page.getByRole('tab', { name: /版本历史/ }).click();
  await expect(page.getByText('还没有版本历史')).toBeVisible();
  await page.goto(`/services/${serviceId}`);
  await page.getByRole('button', { name: `${serviceName}-002 的更多操作` }).click();
  await expect(page.getByRole('menuitem', { name: EDIT })).toContainText('还没有部署成功过，请复制为新版本');
});
