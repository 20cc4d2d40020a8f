import { test as base, expect } from '@playwright/test';
import { Installation } from '#e2e/installation.ts';

base(
  'first run: the owner is created once, with the first environment; then one signs in',
  async ({ page, context }) => {
    await using installation = await Installation.start({ runner: 'embedded' });
    await page.goto(installation.consoleUrl);
    await expect(page).toHaveURL(/\/first-run/);
    await expect(page.getByText('这台机器')).toHaveCount(0);
    await page.goto('about:blank');
    await page.goto(`${installation.consoleUrl}/first-run#code=${installation.setupCode}`);
    await expect(page.getByLabel('一次性代码')).toHaveValue(installation.setupCode);
    await expect(page).not.toHaveURL(/code/);
    await expect(page.getByRole('heading', { name: /这台机器/ })).toBeVisible();
    await page.getByLabel('账号').fill('ops@example.com');
    await page.getByLabel('密码', { exact: true }).fill('short');
    await page.getByRole('button', { name: '创建并进入控制台' }).click();
    await expect(page.getByText(/至少 ?10 ?个字符/).last()).toBeVisible();
    await page.getByLabel('密码', { exact: true }).fill('correct horse battery');
    await page.getByLabel('第一个环境').fill('生产');
    await page.getByRole('button', { name: '创建并进入控制台' }).click();
    await expect(page.getByRole('heading', { name: '服务', exact: true })).toBeVisible();

    await page.goto('about:blank'); // An open page would leave for the sign-in page by itself, in the middle of the next step.
    await context.clearCookies({ name: /session/ });
    await page.goto(`${installation.consoleUrl}/first-run`);
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel('账号').fill('ops@example.com');
    await page.getByLabel('密码', { exact: true }).fill('wrong password here');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await page.getByLabel('密码', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: '登录' }).click();
    await expect(page.getByRole('heading', { name: '服务', exact: true })).toBeVisible();
  },
);
