import type { Page, Request } from '@playwright/test';
import { versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { openTraffic, setPercent } from '#e2e/main-path.ts';
import { inviteAs, type Person, pageOf } from '#e2e/people.ts';
import { startService, type World } from '#e2e/world.ts';
import { deploy, deployed } from '#scripts/console-client.ts';

/** Between the answer to who removes somebody, and that one's page. */
const FELT_MS = 2_000;

async function startGray(world: World, name: string) {
  const started = await startService(world, name);
  const second = await deploy(world.client, { serviceId: started.serviceId, image: 'sample/hello:v2' });
  await deployed(world.client, second.deploymentId);
  return { ...started, second };
}

type Gray = Awaited<ReturnType<typeof startGray>>;

/** What the API answers to the page itself, with the session of who looks at it. */
function statusOf(page: Page, path: string, input: unknown): Promise<number> {
  return page.evaluate(
    async ([url, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url ?? '', { method: 'POST', headers, body: body ?? '' })).status;
    },
    [`/api/trpc/${path}`, JSON.stringify(input)],
  );
}

async function done(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '流量配置' });
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog).toBeHidden();
}

async function releaseAsProduct(page: Page, { serviceId, first, second }: Gray): Promise<void> {
  await page.goto(`/services/${serviceId}`);
  await openTraffic(page);
  await setPercent(page, first.versionName, 95);
  await setPercent(page, second.versionName, 5);
  await done(page);
  await expect(versionRow(page, second.versionName)).toContainText('5%');
  await (await openTraffic(page)).getByRole('button', { name: '100%' }).click();
  await done(page);
  await expect(versionRow(page, second.versionName)).toContainText('100%');
  await page.getByRole('button', { name: '回滚', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(first.versionName) }).click();
  await dialog.getByRole('button', { name: '回滚' }).click();
  await expect(versionRow(page, first.versionName)).toContainText('100%');

  await expect(page.getByText('新建版本')).toHaveCount(0);
  await expect(page.getByText('删除', { exact: true })).toHaveCount(0);
  const spec = { source: { kind: 'image', image: 'sample/hello:v3' } };
  expect(await statusOf(page, 'versions.deploy', { serviceId, spec, trafficStrategy: 'full' })).toBe(404);
  expect(await statusOf(page, 'versions.delete', { versionId: second.versionId })).toBe(404);
}

async function visitAsTester(page: Page, { serviceId, second }: Gray): Promise<void> {
  await page.goto(`/services/${serviceId}/new-version`);
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible();
  await page.goto(`/services/${serviceId}?traffic=1`);
  const row = versionRow(page, second.versionName);
  const opened = page.waitForEvent('popup');
  await row.getByRole('link', { name: '访问服务' }).click();
  const visited = await opened;
  await expect(visited.locator('body')).toContainText('v2');
  await visited.close();
  await expect(page.getByText('流量配置')).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto(`/services/${serviceId}`); // Its address asks for no dialog that would open with the right to it.
  await page.getByRole('tab', { name: '服务设置' }).click();
  await expect(page.getByText('发布模式').last()).toBeVisible();
  await expect(page.getByRole('button', { name: '保存' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: '删除服务' })).toHaveCount(0);
}

async function deployAsOps(page: Page, { client }: Person, { serviceId }: Gray): Promise<void> {
  await page.goto(`/services/${serviceId}`);
  await expect(page.getByRole('link', { name: '新建版本' })).toBeVisible();
  const third = await deploy(client, { serviceId, image: 'sample/hello:v3' });
  await expect(versionRow(page, third.versionName)).toBeVisible();
  await page.goto('/settings');
  await expect(page.getByRole('link', { name: '成员' })).toHaveCount(0);
  await page.goto('/environments');
  await expect(page.getByRole('button', { name: '新建环境' })).toHaveCount(0);
}

/** The tab stays open and untouched; its rights change three times. */
async function changeRights(world: World, page: Page, tester: Person): Promise<void> {
  const { members } = world.client.api;
  const { userId } = tester;
  const { environmentId } = world;
  await members.changeGrants.mutate({ userId, grants: [{ environmentId, role: 'product' }] });
  await expect(page.getByRole('button', { name: '流量配置' }).first()).toBeVisible();
  await members.changeGrants.mutate({ userId, grants: [{ environmentId, role: 'tester' }] });
  await expect(page.getByRole('button', { name: '流量配置' })).toHaveCount(0);

  // Ended by the server, or by the page that leaves because another stream told it first.
  const isStream = (request: Request) => request.url().includes('live.service');
  const ended = Promise.race([
    page.waitForEvent('requestfinished', isStream),
    page.waitForEvent('requestfailed', isStream),
  ]).then(() => performance.now());
  const left = page.waitForRequest(/\/sign-in\?/);
  await members.remove.mutate({ userId });
  const removedAt = performance.now();
  expect((await ended) - removedAt).toBeLessThan(FELT_MS);
  await left;
  await expect(page.getByText('登录已经结束')).toBeVisible();
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
}

test('four people at once: each finds what the role may do, and a removal is felt at once', async ({
  world,
  browser,
  serviceName,
}) => {
  const [gray, ops, product, tester] = await Promise.all([
    startGray(world, serviceName),
    inviteAs(world, 'ops'),
    inviteAs(world, 'product'),
    inviteAs(world, 'tester'),
  ]);
  const [opsPage, productPage, testerPage] = await Promise.all(
    [ops, product, tester].map((person) => pageOf(world, browser, person)),
  );
  if (!opsPage || !productPage || !testerPage) throw new Error('three people, three pages');
  await Promise.all([releaseAsProduct(productPage, gray), visitAsTester(testerPage, gray)]);
  await deployAsOps(opsPage, ops, gray);
  await changeRights(world, testerPage, tester);
  for (const page of [opsPage, productPage, testerPage]) await page.context().close();
});
