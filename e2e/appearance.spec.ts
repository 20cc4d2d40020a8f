import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';
import { startService, type World } from '#e2e/world.ts';
import { deploy, deployed, redeploy, until } from '#scripts/console-client.ts';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

let pages: Promise<Record<string, string>> | undefined;

/** One page of every kind, full and broken. */
async function preparePages(world: World): Promise<Record<string, string>> {
  const { serviceId } = await startService(world, 'looks');
  const second = await deploy(world.client, { serviceId, image: 'sample/hello:v2', trafficStrategy: 'full' });
  await deployed(world.client, second.deploymentId);
  const failing = await deploy(world.client, {
    serviceId,
    env: { SAMPLE_EXIT_AFTER_MS: '50', SAMPLE_START_DELAY_MS: '60000' },
  });
  await until(
    () => world.client.api.deployments.get.query({ deploymentId: failing.deploymentId }),
    ({ state }) => state === 'failed',
  );
  const changed = await redeploy(world.client, second.versionId, { COLOUR: 'blue' });
  await deployed(world.client, changed.deploymentId);
  const broken = await redeploy(world.client, second.versionId, {
    SAMPLE_EXIT_AFTER_MS: '50',
    SAMPLE_START_DELAY_MS: '60000',
  });
  await until(
    () => world.client.api.deployments.get.query({ deploymentId: broken.deploymentId }),
    ({ state, steps }) => state === 'failed' && steps.every((step) => step.state !== 'running'),
  );
  const empty = await world.client.api.services.create.mutate({
    environmentId: world.environmentId,
    name: 'looks-empty',
  });
  return {
    services: '/services',
    'service with a failure': `/services/${serviceId}`,
    'service without versions': `/services/${empty.serviceId}`,
    'deployment records': `/services/${serviceId}?tab=deployments`,
    'service settings': `/services/${serviceId}?tab=settings`,
    'new version': `/services/${serviceId}/new-version`,
    'edit of a version': `/services/${serviceId}/versions/${second.versionId}/edit`,
    'failed deployment': `/services/${serviceId}/deployments/${failing.deploymentId}`,
    version: `/services/${serviceId}/versions/${second.versionId}`,
    'version history': `/services/${serviceId}/versions/${second.versionId}?tab=history`,
    'version instances': `/services/${serviceId}/versions/${second.versionId}?tab=instances`,
    'finished update': `/services/${serviceId}/deployments/${changed.deploymentId}`,
    'failed update': `/services/${serviceId}/deployments/${broken.deploymentId}`,
    environments: '/environments',
    members: '/settings/members',
    access: '/settings/access',
    account: '/settings/account',
    'single sign-on': '/settings/sign-on',
    audit: '/audit',
    usage: '/usage',
  };
}

/** Words do not change colours, and neither changes with the width: each is looked at once, and all pages in all. */
const LOOKS = [
  { locale: 'zh-CN', theme: 'light', checked: WIDE },
  { locale: 'en', theme: 'dark', checked: PHONE },
];

for (const { locale, theme, checked } of LOOKS) {
  test(`every page is clean by axe and fits its screen: ${locale}, ${theme}`, async ({
    page,
    world,
    context,
  }) => {
    test.setTimeout(420_000);
    pages ??= preparePages(world);
    const url = world.installation.consoleUrl;
    await context.addCookies([
      { name: 'berth_locale', value: locale, url },
      { name: 'berth_theme', value: theme, url },
    ]);
    for (const [name, path] of Object.entries(await pages)) {
      await test.step(name, async () => {
        await page.setViewportSize(checked);
        await page.goto(path);
        await expect(page.getByRole('heading').first()).toBeVisible();
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
        if (locale === 'en') expectNoChinese((await page.locator('main').textContent()) ?? '');
        for (const viewport of [WIDE, PHONE]) {
          await page.setViewportSize(viewport);
          await expectNothingHangsOver(page);
        }
      });
    }
  });
}

async function expectNothingHangsOver(page: Page): Promise<void> {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow, 'nothing hangs over the side').toBeLessThanOrEqual(0);
}

function expectNoChinese(text: string): void {
  expect(text.match(/\p{Script=Han}+/gu) ?? []).toEqual([]);
}
