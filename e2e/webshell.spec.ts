import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';
import { startService } from '#e2e/world.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { buildShellImage, removeShellImage } from '#server/runner/docker/test-shell-image.ts';

test('P-V4: a webshell warns, then carries what is typed into the container, at the size of the window @docker', async ({
  page,
  world,
  serviceName,
}) => {
  const engine = new Engine(world.installation.dockerHost);
  const image = await buildShellImage(engine, serviceName);
  try {
    const { serviceId, first } = await startService(world, serviceName, { image, minReplicas: 1 });
    await page.goto(`/services/${serviceId}/versions/${first.versionId}?tab=instances`);
    await page.getByRole('link', { name: /Webshell/ }).click();
    await expect(page.getByText('平台看不到、也无法控制您在 Webshell 中的操作。')).toBeVisible();
    await page.getByRole('button', { name: '我已了解，打开 Webshell' }).click();
    await expect(page.getByText('已连接')).toBeVisible();

    await run(page, 'echo $((6*7))');
    await expect(screen(page)).toContainText(/\n?42/);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await expect.poll(() => columnsOf(page)).toBeGreaterThan(100);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => columnsOf(page)).toBeLessThan(60);
    await page.getByRole('button', { name: 'Ctrl+C' }).click();

    await page.keyboard.press('Control+Shift+L');
    await expect(page.getByRole('button', { name: '断开' })).toBeFocused();
    await page.getByRole('textbox', { name: /的终端/ }).focus();
    await run(page, 'exit 3');
    await expect(page.getByText('终端已退出，退出码 3。')).toBeVisible();
    await page.getByRole('button', { name: '重新连接' }).click();
    await expect(page.getByText('已连接')).toBeVisible();
  } finally {
    await removeShellImage(engine, image);
  }
});

async function run(page: Page, line: string): Promise<void> {
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

function screen(page: Page) {
  return page.locator('.xterm-rows');
}

/** What the shell itself takes its terminal for. */
async function columnsOf(page: Page): Promise<number> {
  await run(page, 'stty size');
  const lines = await screen(page).locator('> div').allTextContents();
  const sizes = lines.flatMap((line) => /^\d+ (\d+)\s*$/.exec(line)?.[1] ?? []);
  return Number(sizes.at(-1) ?? 0);
}
