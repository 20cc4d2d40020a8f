import { readFileSync } from 'node:fs';
import { FULL } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { visit } from '#e2e/visitor.ts';
import { startService } from '#e2e/world.ts';

const SAMPLES = [
  { link: 'Node.js', answer: '你好，hello' },
  { link: '静态站点', answer: '<h1>你好</h1>' },
];

for (const { link, answer } of SAMPLES) {
  test(`the sample code ${link} can be downloaded, and is deployed as it is`, async ({
    page,
    world,
    serviceName,
  }) => {
    const { serviceId, url } = await startService(world, serviceName);
    await page.goto(`/services/${serviceId}/new-version`);
    await page.getByRole('radio', { name: '本地代码' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: link }).click();
    const buffer = readFileSync(await (await downloading).path());
    await page.getByRole('radio', { name: 'zip包' }).click();
    const zip = { name: 'sample.zip', mimeType: 'application/zip', buffer };
    await page.getByTestId('package-file').setInputFiles(zip);
    await expect(page.getByRole('status').filter({ hasText: 'sample.zip' })).toBeVisible();
    await page.getByRole('radio', { name: FULL }).click();
    await page.getByRole('button', { name: '开始部署' }).click();
    await page.waitForURL(/\/deployments\//);
    await expect(page.getByRole('region', { name: '部署完成' })).toBeVisible({ timeout: 40_000 });
    expect((await visit(url)).text).toContain(answer);
  });
}
