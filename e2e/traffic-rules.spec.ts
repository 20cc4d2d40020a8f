import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { visit, visitMany } from '#e2e/visitor.ts';
import { startService, type World } from '#e2e/world.ts';
import { deploy, deployed, until } from '#scripts/console-client.ts';
import type { TrafficRule } from '#server/domain/traffic-rules.ts';

type Gray = Awaited<ReturnType<typeof startGray>>;

/** 001 with all traffic, 002 without. */
async function startGray(world: World, name: string) {
  const started = await startService(world, name);
  const second = await deploy(world.client, { serviceId: started.serviceId, image: 'sample/hello:v2' });
  await deployed(world.client, second.deploymentId);
  return { ...started, second };
}

async function setRules(world: World, { serviceId, first }: Gray, rules: TrafficRule[]): Promise<void> {
  const { generation } = await world.client.api.traffic.get.query({ serviceId });
  const policy = { mode: 'rules' as const, rules, defaultVersionId: first.versionId };
  await world.client.api.traffic.set.mutate({ serviceId, generation, policy });
}

function rule(key: string, value: string, { second }: Gray): TrafficRule {
  return { source: 'query', key, value, versionId: second.versionId };
}

async function openTraffic(page: Page, serviceId: string): Promise<Locator> {
  await page.goto(`/services/${serviceId}`);
  await page.getByRole('button', { name: '流量配置' }).first().click();
  const dialog = page.getByRole('dialog', { name: '流量配置' });
  await expect(dialog.getByRole('radio', { name: '按 URL 参数' })).toBeVisible();
  return dialog;
}

async function fillRule(dialog: Locator, number: number, key: string, value: string): Promise<void> {
  await dialog.getByRole('textbox', { name: `规则 ${number} 的 Key` }).fill(key);
  await dialog.getByRole('textbox', { name: `规则 ${number} 的 Value` }).fill(value);
}

async function keysOf(dialog: Locator): Promise<string[]> {
  const fields = await dialog.getByRole('textbox', { name: /的 Key$/ }).all();
  return Promise.all(fields.map((field) => field.inputValue()));
}

async function choose(page: Page, select: Locator, option: string): Promise<void> {
  await select.click();
  await page.getByRole('option', { name: option }).click();
}

async function predict(dialog: Locator, url: string): Promise<void> {
  await dialog.getByRole('textbox', { name: '要预测的 URL 或参数' }).fill(url);
  await dialog.getByRole('button', { name: '预测' }).click();
}

test('S3-56: rules set in the console lead requests by their parameters, and those without any to the default version', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url, first, second } = await startGray(world, serviceName);
  const dialog = await openTraffic(page, serviceId);

  await test.step('choosing the other way says what completing will replace', async () => {
    await dialog.getByRole('radio', { name: '按 URL 参数' }).click();
    await expect(dialog.getByText('完成后替换现在的百分比分流（100），立即生效')).toBeVisible();
    await expect(dialog.getByRole('combobox', { name: '默认版本' })).toContainText(first.versionName);
    await expect(dialog.getByRole('button', { name: '完成' })).toBeDisabled();
  });

  await test.step('a rule is refused with its reason until it is right', async () => {
    await fillRule(dialog, 1, 'tenant', 'demo-[');
    await expect(dialog.getByRole('alert')).toContainText('[ 没有对应的 ]');
    await fillRule(dialog, 1, 'tenant', 'demo-*');
    await dialog.getByRole('button', { name: '添加规则' }).click();
    await fillRule(dialog, 2, 'tenant', 'demo-hz');
    await expect(dialog.getByRole('alert')).toContainText('都已被规则 1 拿走');
    await expect(dialog.getByRole('button', { name: '完成' })).toBeDisabled();
    await fillRule(dialog, 2, 'group', 'beta');
    await choose(page, dialog.getByRole('combobox', { name: '规则 2 的来源' }), 'Cookie');
    await expect(dialog.getByRole('alert')).toHaveCount(0);
  });

  await test.step('the prediction says which rule and version, and why not the others', async () => {
    await predict(dialog, '/api/orders?tenant=demo-hz&page=2');
    await expect(dialog.getByText('命中规则 1')).toBeVisible();
    await expect(dialog.getByText('1 tenant=demo-hz 符合 demo-*')).toBeVisible();
    await expect(dialog.getByText('2 未再比较')).toBeVisible();
    await predict(dialog, '/');
    await expect(dialog.getByText('没有命中规则，走默认版本')).toBeVisible();
    await expect(dialog.getByText('1 没有参数 tenant')).toBeVisible();
    await expect(dialog.getByText('2 没有 Cookie group')).toBeVisible();
  });

  await test.step('the table shows the conditions in the place of percentages', async () => {
    await dialog.getByRole('button', { name: '完成' }).click();
    await expect(dialog).toBeHidden();
    await expect(versionRow(page, second.versionName)).toContainText('tenant=demo-*');
    await expect(versionRow(page, first.versionName)).toContainText('默认版本');
    await expect(versionRow(page, first.versionName)).not.toContainText('%');
    await expect(page.getByText('已生效').first()).toBeVisible();
    await expect(page.getByRole('img', { name: '按 URL 参数，默认版本 001' })).toBeVisible();
  });

  await test.step('the gateway does what the prediction said', async () => {
    const parameters = await visitMany(`${url}/api/orders?tenant=demo-hz&page=2`, 20);
    expect(parameters).toEqual({ split: { [second.versionName]: 20 }, failed: 0 });
    expect(await visitMany(url, 20)).toEqual({ split: { [first.versionName]: 20 }, failed: 0 });
    expect((await visit(`${url}/?tenant=Demo-hz`)).versionName).toBe(first.versionName);
    expect((await visit(`${url}/?tenant=demo-%E6%9D%AD`)).versionName).toBe(second.versionName);
  });

  await test.step('访问服务 opens the default version', async () => {
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: '访问服务' }).first().click();
    const visited = await opened;
    await expect(visited.locator('body')).toContainText('v1');
    await visited.close();
  });
});

test('rules change their order by keyboard, and the order decides', async ({ page, world, serviceName }) => {
  const gray = await startGray(world, serviceName);
  const { first, second } = gray;
  await setRules(world, gray, [
    { ...rule('qa', '1', gray), versionId: first.versionId },
    rule('tenant', '*', gray),
    rule('coupon', '*', gray),
  ]);
  const dialog = await openTraffic(page, gray.serviceId);
  await expect(dialog.getByRole('radio', { name: '按 URL 参数' })).toBeChecked();

  await dialog.getByRole('button', { name: '调整规则 2 的优先级' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await keysOf(dialog)).toEqual(['tenant', 'qa', 'coupon']);
  await expect(dialog.getByRole('button', { name: '调整规则 1 的优先级' })).toBeFocused();
  await expect(dialog.getByText('规则移到第 1 位，共 3 条')).toBeAttached();

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await keysOf(dialog)).toEqual(['qa', 'coupon', 'tenant']);
  await page.keyboard.press('Escape');
  expect(await keysOf(dialog)).toEqual(['tenant', 'qa', 'coupon']);
  await expect(dialog).toBeVisible();

  await predict(dialog, '?qa=1&tenant=a');
  await expect(dialog.getByText('命中规则 1')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await until(
    () => visit(`${gray.url}/?qa=1&tenant=a`),
    ({ versionName }) => versionName === second.versionName,
  );
});

test('a rule is dragged to another place', async ({ page, world, serviceName }) => {
  const gray = await startGray(world, serviceName);
  await setRules(world, gray, [rule('a', '1', gray), rule('b', '1', gray), rule('c', '1', gray)]);
  const dialog = await openTraffic(page, gray.serviceId);
  const from = await dialog.getByRole('button', { name: '调整规则 1 的优先级' }).boundingBox();
  const to = await dialog.getByRole('button', { name: '调整规则 3 的优先级' }).boundingBox();
  expect(from && to).toBeTruthy();
  if (!from || !to) return;
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 8, to.y + 8, { steps: 8 });
  await page.mouse.up();
  expect(await keysOf(dialog)).toEqual(['b', 'c', 'a']);
});

test('going back to percentages, and 放弃灰度, name the rules that will be lost', async ({
  page,
  world,
  serviceName,
}) => {
  const gray = await startGray(world, serviceName);
  const { serviceId, first, second, url } = gray;
  await setRules(world, gray, [rule('qa', '1', gray), rule('tenant', '*', gray)]);
  const dialog = await openTraffic(page, serviceId);
  await dialog.getByRole('radio', { name: '按百分比' }).click();
  await expect(dialog.getByText('完成后替换现在的 2 条规则和默认版本 001，立即生效')).toBeVisible();
  await dialog.getByRole('button', { name: '20%' }).click();
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog).toBeHidden();
  await expect(versionRow(page, second.versionName)).toContainText('20%');

  await setRules(world, gray, [rule('qa', '1', gray)]);
  await expect(versionRow(page, second.versionName)).toContainText('qa=1');
  await page.getByRole('button', { name: '放弃灰度' }).click();
  const asking = page.getByRole('alertdialog');
  await expect(asking).toContainText('现在的 1 条规则会被它的 100% 替换');
  await asking.getByRole('button', { name: '放弃灰度' }).click();
  await expect(versionRow(page, first.versionName)).toContainText('100%');
  await until(
    () => visit(`${url}/?qa=1`),
    ({ versionName }) => versionName === first.versionName,
  );
});

test('a dialog of rules that was opened on an older state gets a conflict, and keeps what was typed', async ({
  page,
  world,
  serviceName,
}) => {
  const gray = await startGray(world, serviceName);
  const { serviceId, second } = gray;
  await setRules(world, gray, [rule('qa', '1', gray)]);
  const dialog = await openTraffic(page, serviceId);
  await fillRule(dialog, 1, 'typed', '1');
  await setRules(world, gray, [rule('qa', '1', gray), rule('qa', '2', gray)]);
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('2 条规则，默认版本 001');
  await dialog.getByRole('button', { name: '以最新状态重新编辑' }).click();
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(dialog).toBeHidden();
  await expect(versionRow(page, second.versionName)).toContainText('typed=1');
});

for (const [locale, theme, width, words] of [
  [
    'zh-CN',
    'light',
    1440,
    { open: '流量配置', hit: '命中规则 1', url: '要预测的 URL 或参数', predict: '预测' },
  ],
  [
    'en',
    'dark',
    390,
    { open: 'Traffic', hit: 'by rule 1', url: 'URL or parameters to predict for', predict: 'Predict' },
  ],
] as const) {
  test(`the rules are clean by axe and fit their screen: ${locale}, ${theme}, ${width}`, async ({
    page,
    world,
    context,
    serviceName,
  }) => {
    const gray = await startGray(world, serviceName);
    await setRules(world, gray, [
      rule('tenant', 'demo-*', gray),
      { ...rule('X-A-Long-Header-Name', '[a-z]*', gray), source: 'header' },
      { ...rule('group', 'beta', gray), source: 'cookie' },
    ]);
    const url = world.installation.consoleUrl;
    await context.addCookies([
      { name: 'berth_locale', value: locale, url },
      { name: 'berth_theme', value: theme, url },
    ]);
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`/services/${gray.serviceId}`);
    await expectClean(page);
    await page.getByRole('button', { name: words.open }).first().click();
    const dialog = page.getByRole('dialog', { name: words.open });
    await dialog.getByRole('textbox', { name: words.url }).fill('?tenant=demo-hz');
    await dialog.getByRole('button', { name: words.predict }).click();
    await expect(dialog.getByText(words.hit)).toBeVisible();
    await expectClean(page);
  });
}

async function expectClean(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  // The page's scripts give meters their names: until then it is not yet the page that people have.
  await expect(page.locator('[role=meter]:not([aria-labelledby])')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'nothing hangs over the side').toBeLessThanOrEqual(0);
}
