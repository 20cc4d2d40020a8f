// The page that a browser sees while a sleeping version is started, of a gateway of its own: nothing else is needed.
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { berthFile, openDb } from '#db/open.ts';
import { saveRoutes } from '#db/stores/routes.ts';
import { newDataFolder } from '#db/temporary.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { DEFAULT_TIMES } from '#server/domain/times.ts';
import { startGateway } from '#server/gateway/gateway.ts';
import { routesOf } from '#server/gateway/test-gateway.ts';

const PATH = '/cart?item=7#part';

type Sleeping = Awaited<ReturnType<typeof sleepingService>>;

const test = base.extend<{ lateAfterMs: number; sleeping: Sleeping }>({
  lateAfterMs: [30_000, { option: true }],
  sleeping: async ({ lateAfterMs }, use) => {
    const sleeping = await sleepingService({ waitingPageMs: 100, holdMs: lateAfterMs });
    await use(sleeping);
    await sleeping.close();
  },
});

test('S3-57: the page stands until the service answers, and gives way to it at the same address', async ({
  page,
  sleeping,
}) => {
  const asked: string[] = [];
  // While it asks again and again, nothing of it can be looked at: the first page stands until it was.
  await page.route('**', (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return asked.length === 1 ? route.continue() : route.abort('aborted');
  });
  await page.goto(sleeping.url + PATH);
  await expect(page.getByRole('heading', { name: '服务正在启动' })).toBeVisible();
  await cleanAndNarrow(page);
  await expect.poll(() => asked).toEqual(['/cart', '/cart']);
  await page.unroute('**');
  await page.reload({ waitUntil: 'commit' });
  await sleeping.wake();
  await expect(page.getByText('real /cart?item=7')).toBeVisible();
  expect(page.url()).toBe(sleeping.url + PATH);
});

test.describe(() => {
  test.use({ lateAfterMs: 150 });

  test('a start that is late is said to be, and a link tries at once', async ({ page, sleeping }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(sleeping.url + PATH);
    await expect(page.getByRole('heading', { name: '服务还没有启动成功' })).toBeVisible();
    await cleanAndNarrow(page);
    await sleeping.wake();
    await page.getByRole('link', { name: '立即重试' }).click();
    await expect(page.getByText('real /cart?item=7')).toBeVisible();
  });
});

async function cleanAndNarrow(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
}

async function sleepingService(times: Partial<typeof DEFAULT_TIMES>) {
  const dataDir = newDataFolder();
  const db = openDb(berthFile(dataDir));
  saveRoutes(db, 'web', wakeable([]));
  const gateway = await startGateway({
    ...{ dataDir, port: 0, baseDomain: 'localhost', consoleUrl: 'http://localhost:3000' },
    times: { ...DEFAULT_TIMES, ...times, drainDeadlineMs: 100 },
    limits: { lingerMs: 100 },
  });
  const instance = http.createServer((request, response) => response.end(`real ${request.url}`));
  return {
    url: `http://web-abc123.localhost:${gateway.port}`,
    async wake() {
      await once(instance.listen(0, '127.0.0.1'), 'listening');
      saveRoutes(db, 'web', wakeable([(instance.address() as AddressInfo).port]));
    },
    async close() {
      await gateway.stop();
      instance.close();
      instance.closeAllConnections();
      db.$client.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

function wakeable(ports: number[]): ServiceRoutes {
  const routes = routesOf({ v1: 100 }, { v1: ports });
  return { ...routes, versions: routes.versions.map((version) => ({ ...version, isWakeable: true })) };
}
