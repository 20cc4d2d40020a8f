// The main job, click by click: the walk of S0 in full and in gray. Run on both runners.
import { expect, type Page } from '@playwright/test';
import { createService, FULL, fillNewVersion, KEEP_ZERO, versionRow } from '#e2e/console.ts';
import { visitMany } from '#e2e/visitor.ts';

export type Step = (title: string, body: () => Promise<void>) => Promise<void>;

export async function walkMainPath(page: Page, name: string, step: Step): Promise<void> {
  await step(
    'S0-3, S3-22, S3-54: a service is made, its first version deployed, and it takes all traffic',
    async () => {
      await createService(page, name, '订单接口');
      await page.getByRole('dialog').getByRole('link', { name: '新建版本' }).click();
      await fillNewVersion(page, { sample: 'v1', strategy: KEEP_ZERO, port: 8080 });
      await expect(page.getByText(/0 ?失败/).first()).toBeVisible({ timeout: 60_000 });
    },
  );

  await step('S0-4, S0-5: the list leads to the service and its 新建版本', async () => {
    await page.goto('/services');
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await expect(versionRow(page, `${name}-001`)).toContainText('正常');
    await expect(versionRow(page, `${name}-001`)).toContainText('100%');
  });

  await step('S0-14: 访问服务 opens the default domain', async () => {
    await expectVisit(page, 'v1');
  });

  await step(
    'S0-1, S0-6, S0-8 … S0-10, S2-7, S2-8, S3-55: a full upgrade takes all traffic when it is 正常',
    async () => {
      await page.getByRole('link', { name: '新建版本' }).click();
      await fillNewVersion(page, { sample: 'v2', strategy: FULL, remark: '优惠券叠加' });
      await page.goto('/services');
      await page.getByRole('link', { name, exact: true }).click();
      await expect(versionRow(page, `${name}-002`)).toContainText('100%', { timeout: 60_000 });
      await expect(versionRow(page, `${name}-002`)).toContainText('正常');
      await expect(versionRow(page, `${name}-001`)).toContainText('0%');
      await expectVisit(page, 'v2');
    },
  );

  await step(
    'S0-7, S0-11, S2-6: a gray upgrade is 正常 with 0 %, and only its test address shows it',
    async () => {
      await page.getByRole('link', { name: '新建版本' }).click();
      await fillNewVersion(page, { sample: 'v3', strategy: KEEP_ZERO });
      await page.goto('/services');
      await page.getByRole('link', { name, exact: true }).click();
      await expect(versionRow(page, `${name}-003`)).toContainText('正常', { timeout: 60_000 });
      await expect(versionRow(page, `${name}-003`)).toContainText('0%');
      await expectVisit(page, 'v2');
      await expectVisit(page, 'v3', versionRow(page, `${name}-003`));
    },
  );

  await step('S0-15 … S0-18: 流量配置 needs exactly 100, then splits at once', async () => {
    const dialog = await openTraffic(page);
    await setPercent(page, `${name}-002`, 75);
    await setPercent(page, `${name}-003`, 20);
    await expect(dialog.getByRole('button', { name: '完成' })).toBeDisabled();
    await expect(dialog.getByRole('alert')).toContainText('所有百分比加起来需要等于100');
    await setPercent(page, `${name}-002`, 80);
    await dialog.getByRole('button', { name: '完成' }).click();
    await expect(dialog).toBeHidden();
    await expect(versionRow(page, `${name}-002`)).toContainText('80%');
    await expect(versionRow(page, `${name}-003`)).toContainText('20%');
    await expect(page.getByText('已生效').first()).toBeVisible();
  });

  await step('S0-2, S0-19: both versions answer, by the percentages', async () => {
    const url = await serviceUrl(page);
    const { split, failed } = await visitMany(url, 200);
    expect(failed).toBe(0);
    expect(Math.abs((split[`${name}-003`] ?? 0) - 40)).toBeLessThanOrEqual(2);
    expect(Math.abs((split[`${name}-002`] ?? 0) - 160)).toBeLessThanOrEqual(2);
    await takePicture(page);
  });

  await step('S2-5, S3-55: traffic is moved on to 100 %', async () => {
    const dialog = await openTraffic(page);
    await dialog.getByRole('button', { name: '100%' }).click();
    await dialog.getByRole('button', { name: '完成' }).click();
    await expect(dialog).toBeHidden();
    await expect(versionRow(page, `${name}-003`)).toContainText('100%');
    await expectVisit(page, 'v3');
  });

  await step('S2-9: going back gives the older version 100 %', async () => {
    await page.getByRole('button', { name: '回滚', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: new RegExp(`${name}-002`) }).click();
    await dialog.getByRole('button', { name: '回滚' }).click();
    await expect(versionRow(page, `${name}-002`)).toContainText('100%');
    await expectVisit(page, 'v2');
  });
}

export async function serviceUrl(page: Page): Promise<string> {
  const href = await page.getByRole('link', { name: '访问服务' }).first().getAttribute('href');
  if (!href) throw new Error('访问服务 leads nowhere');
  return href;
}

async function expectVisit(
  page: Page,
  tag: string,
  within: Page | ReturnType<Page['getByRole']> = page,
): Promise<void> {
  const opened = page.waitForEvent('popup');
  await within.getByRole('link', { name: '访问服务' }).first().click();
  const visited = await opened;
  await expect(visited.locator('body')).toContainText(tag);
  await visited.close();
}

export async function openTraffic(page: Page) {
  await page.getByRole('button', { name: '流量配置' }).first().click();
  const dialog = page.getByRole('dialog', { name: '流量配置' });
  await expect(dialog).toBeVisible();
  return dialog;
}

export async function setPercent(page: Page, versionName: string, percent: number): Promise<void> {
  const field = page
    .getByRole('dialog', { name: '流量配置' })
    .getByRole('textbox', { name: new RegExp(versionName) });
  await field.fill(String(percent));
  await field.press('Tab');
}

/** The README's picture of a gray release, where a file for it is named. */
async function takePicture(page: Page): Promise<void> {
  const file = process.env.README_PICTURE;
  if (!file) return;
  await expect(page.getByText(/回答了/)).toBeVisible();
  await page.screenshot({ path: file });
}
