import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';
import { OWNER } from '#scripts/console-client.ts';
import { authenticatorCode } from '#server/keys/test-authenticator.ts';

const HALF_MINUTE_MS = 30_000;

test('the second factor: turned on, asked for, a recovery code instead, and the other session ended', async ({
  page,
  browser,
  world,
}) => {
  await page.goto('/settings/account');
  await page.getByRole('button', { name: '开启两步验证' }).click();
  await page.getByRole('dialog').getByLabel('你的密码', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByRole('img', { name: '两步验证的二维码' })).toBeVisible();
  const shown = await page.getByRole('dialog').locator('code').textContent();
  const secret = (shown ?? '').replaceAll(' ', '');
  await page.getByRole('dialog').getByLabel('验证码').fill(authenticatorCode(secret));
  await page.getByRole('dialog').getByRole('button', { name: '开启两步验证' }).click();
  const items = page.getByRole('list', { name: '恢复码' }).getByRole('listitem');
  await expect(items).toHaveCount(10);
  const codes = await items.allTextContents();
  await page.getByRole('button', { name: '已保存好' }).click();
  await expect(page.getByText('还有 10 个恢复码')).toBeVisible();

  const context = await browser.newContext({ baseURL: world.installation.consoleUrl, locale: 'zh-CN' });
  const other = await context.newPage();
  await givePassword(other);
  await other.getByLabel('验证码').fill('000000');
  await other.getByRole('button', { name: '验证' }).click();
  await expect(other.getByText('验证码不对')).toBeVisible();
  await other.getByLabel('验证码').fill(authenticatorCode(secret, HALF_MINUTE_MS));
  await other.getByRole('button', { name: '验证' }).click();
  await expect(other.getByRole('heading', { name: '服务', exact: true })).toBeVisible();

  await page.reload();
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: /结束会话/ }) });
  await row.first().getByRole('button').click();
  await expect(page.getByText('会话已结束')).toBeVisible();
  await expect(other).toHaveURL(/\/sign-in/);

  await givePassword(other);
  await other.getByLabel('验证码').fill(codes[0] ?? '');
  await other.getByRole('button', { name: '验证' }).click();
  await expect(other.getByRole('heading', { name: '服务', exact: true })).toBeVisible();
  await context.close();
  await world.client.api.account.turnOffSecondFactor.mutate({ password: OWNER.password });
});

async function givePassword(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('账号').fill(OWNER.email);
  await page.getByLabel('密码', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('heading', { name: '两步验证' })).toBeVisible();
}
