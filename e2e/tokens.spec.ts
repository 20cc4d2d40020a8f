import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '#e2e/fixtures.ts';

test('a token is made, shown once, used by a program, and of no use once it is revoked', async ({
  page,
  world,
}) => {
  const services = `${world.installation.consoleUrl}/api/trpc/environments.list`;
  const answer = async (token: string) =>
    (await fetch(services, { headers: { authorization: `Bearer ${token}` } })).status;

  await page.goto('/settings/tokens');
  await page.getByRole('button', { name: '新建令牌' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '新建' }).click();
  await expect(dialog.getByText('请输入令牌名称')).toBeVisible();
  await dialog.getByLabel('令牌名称').fill('ci-shop');
  await dialog.getByRole('checkbox', { name: '部署' }).click();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await dialog.getByRole('button', { name: '新建' }).click();
  const token = await dialog.getByLabel('令牌', { exact: true }).inputValue();
  expect(token).toMatch(/^berth_[a-z0-9]{39}$/);
  expect(await answer(token)).toBe(200);

  await dialog.getByRole('button', { name: '我已保存' }).click();
  const row = page.getByRole('row', { name: /ci-shop/ });
  await expect(row).toContainText('查看');
  await expect(row).toContainText('部署');
  await page.reload();
  expect(await page.content()).not.toContain(token);

  await row.getByRole('button', { name: '吊销' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: '吊销' }).click();
  await expect(question).toHaveCount(0); // While it is open, nothing behind it is to be found.
  await expect(row).toHaveCount(0);
  expect(await answer(token)).toBe(401);
});

test('the reference of the API is found by name, and opened by keyboard', async ({ page }) => {
  await page.goto('/settings/api-docs');
  await page.getByRole('searchbox').fill('traffic.set');
  const entry = page.getByRole('button', { name: /traffic\.set/ });
  await entry.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('policy.shares[].percent')).toBeVisible();
  await expect(page.getByText(/api\/trpc\/traffic\.set/)).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
