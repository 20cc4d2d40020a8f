import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';
import type { World } from '#e2e/world.ts';

const PASSWORD = 'violet harbour lantern';

/** Somebody whom nobody knows yet. */
async function guest(browser: Browser, { installation }: World): Promise<Page> {
  const context = await browser.newContext({ baseURL: installation.consoleUrl });
  return context.newPage();
}

async function fillAccount(page: Page, name: string): Promise<void> {
  await page.getByLabel('姓名').fill(name);
  await page.getByLabel('账号', { exact: true }).fill(`${name}@example.com`);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

test('who is invited into one environment sees that one, and the link is of no further use', async ({
  page,
  world,
  browser,
}) => {
  const [{ alias } = { alias: '' }] = await world.client.api.environments.list.query();
  const other = await world.client.api.environments.create.mutate({ alias: '别处', region: 'gz' });
  const invited = await guest(browser, world);

  await page.goto('/settings/members');
  await page.getByRole('button', { name: '邀请成员' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('radiogroup', { name: `在${alias}的角色` })
    .getByRole('radio', { name: '测试' })
    .click();
  await expectClean(page);
  await dialog.getByRole('button', { name: '生成链接' }).click();
  const link = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: '完成' }).click();

  await invited.goto(link);
  await expect(invited.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer');
  await expectClean(invited);
  await fillAccount(invited, 'lin');
  await invited.getByRole('button', { name: '创建账号并加入' }).click();
  await invited.waitForURL('/services');
  await invited.goto('/environments');
  await expect(invited.getByRole('link', { name: alias, exact: true })).toBeVisible();
  await expect(invited.getByText('别处')).toHaveCount(0);

  await invited.goto(link);
  await expect(invited.getByRole('heading', { name: '链接已失效' })).toBeVisible();
  await expect(page.getByRole('row', { name: /lin@example.com/ })).toContainText(`${alias}：测试`);
  await world.client.api.environments.delete.mutate({ environmentId: other.id });
});

test('S1-2: who has no role sees only the application, and enters the console when it is approved', async ({
  page,
  world,
  browser,
}) => {
  const closed = { accessMode: 'application', openRole: 'tester', isSignUpOpen: false } as const;
  await world.client.api.access.change.mutate({ ...closed, isSignUpOpen: true });
  const applicant = await guest(browser, world);
  await applicant.goto('/sign-in');
  await applicant.getByRole('link', { name: '没有账号，去注册' }).click();
  await fillAccount(applicant, 'zhou');
  await applicant.getByRole('button', { name: '注册账号' }).click();
  await applicant.waitForURL('/apply');
  await world.client.api.access.change.mutate(closed);
  await applicant.goto('/services');
  await applicant.waitForURL('/apply');
  await expect(applicant.getByRole('navigation')).toHaveCount(0);

  await page.goto('/settings/members?tab=applications');
  await expect(page.getByText('没有等待处理的申请')).toBeVisible();
  await applicant.getByLabel('申请理由').fill('测试订单服务');
  await applicant.getByRole('button', { name: '提交申请' }).click();
  await expect(applicant.getByText('等待处理')).toBeVisible();
  await expectClean(applicant);

  await expect(page.getByText('测试订单服务')).toBeVisible();
  await page.getByRole('button', { name: '处理' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '产品' }).first().click();
  await dialog.getByRole('button', { name: '通过' }).click();
  await applicant.waitForURL('/services');
  await expect(applicant.getByRole('navigation', { name: '主导航' })).toBeVisible();
});
