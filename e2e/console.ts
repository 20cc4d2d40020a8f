// What ops staff do in the console, by the words that they read.
import { expect, type Locator, type Page } from '@playwright/test';

export const KEEP_ZERO = '部署完成后保持流量为0，稍后手动配置流量';
export const FULL = '部署完成后自动开启100%流量';

/** 服务列表 → 新建服务 → the dialog that asks on. */
export async function createService(page: Page, name: string, remark = ''): Promise<void> {
  await page.goto('/services');
  await page.getByRole('button', { name: '新建服务' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('服务名称').fill(name);
  if (remark) await dialog.getByLabel('备注').fill(remark);
  await dialog.getByRole('button', { name: '提交' }).click();
  await expect(page.getByRole('dialog').getByRole('link', { name: '新建版本' })).toBeVisible();
}

export type VersionForm = {
  sample: 'v1' | 'v2' | 'v3';
  strategy: typeof KEEP_ZERO | typeof FULL;
  remark?: string;
  port?: number;
  env?: Record<string, string>;
};

/** Fills 新建版本 and presses 开始部署; ends on the deployment's page. */
export async function fillNewVersion(page: Page, form: VersionForm): Promise<void> {
  await choose(page, page.getByRole('combobox', { name: /示例/ }), `sample/hello:${form.sample}`);
  if (form.port) await page.getByLabel('监听端口').fill(String(form.port));
  await page.getByRole('radio', { name: form.strategy }).click();
  if (form.remark) await page.getByLabel('备注').fill(form.remark);
  if (form.env) await fillEnv(page, form.env);
  await page.getByRole('button', { name: '开始部署' }).click();
  await page.waitForURL(/\/deployments\//);
}

async function choose(page: Page, select: Locator, option: string): Promise<void> {
  await select.click();
  await page.getByRole('option', { name: option }).click();
}

async function fillEnv(page: Page, env: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: /高级设置/ }).click();
  for (const [name, value] of Object.entries(env)) {
    await page.getByRole('button', { name: '添加环境变量' }).click();
    await page.getByRole('textbox', { name: '变量名' }).last().fill(name);
    await page.getByRole('textbox', { name: '变量值' }).last().fill(value);
  }
}

export function versionRow(page: Page, name: string): Locator {
  return page.getByRole('row', { name: new RegExp(name) }).last();
}
