import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures.ts';
import { startHostileService } from '#e2e/hostile-service.ts';
import { visit } from '#e2e/visitor.ts';

/** What a script on the service's page tries; each gives how it went. */
function attack(consoleUrl: string) {
  const went = (work: Promise<unknown>) => work.then(String, (error: Error) => error.name);
  const write = { method: 'POST', credentials: 'include', mode: 'no-cors' } as const;
  for (const domain of ['localhost', '.localhost', 'LOCALHOST.']) {
    // biome-ignore lint/suspicious/noDocumentCookie: what the attacker does
    document.cookie = `berth.session_token=evil; Domain=${domain}; Path=/`;
    // biome-ignore lint/suspicious/noDocumentCookie: what the attacker does
    document.cookie = `berth_locale=en; Domain=${domain}; Path=/services`;
  }
  const body = new Blob([JSON.stringify({ alias: 'evil', region: 'sh' })], { type: 'text/plain' });
  return Promise.all([
    went(fetch(`${consoleUrl}/api/trpc/environments.create`, { ...write, body })),
    went(fetch(`${consoleUrl}/api/trpc/session.me`, { credentials: 'include' })),
    went(navigator.serviceWorker.register('/worker.js', { scope: '/' }).then(() => 'registered')),
    Promise.resolve(document.cookie),
  ]);
}

/** A form of the service's page, sent to the console with the person's cookies. */
async function sendForm(
  context: BrowserContext,
  address: string,
  consoleUrl: string,
): Promise<number | undefined> {
  const page = await context.newPage();
  await page.goto(address);
  const answered = page.waitForResponse(`${consoleUrl}/api/trpc/environments.create`);
  await page.evaluate((action) => {
    const form = document.createElement('form');
    Object.assign(form, { action, method: 'POST', enctype: 'text/plain' });
    form.append(
      Object.assign(document.createElement('input'), { name: '{"alias":"evil","a":"', value: '"}' }),
    );
    document.body.append(form);
    form.submit();
  }, `${consoleUrl}/api/trpc/environments.create`);
  const status = (await answered).status();
  await page.close();
  return status;
}

/** What a frame of the console shows inside the service's page. */
async function frame(page: Page, consoleUrl: string): Promise<string> {
  await page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src, name: 'framed' }));
  }, `${consoleUrl}/services`);
  await expect.poll(() => page.frames().length).toBe(2);
  const framed = page.frames().find((one) => one !== page.mainFrame());
  await framed?.waitForLoadState();
  return (await framed?.evaluate(() => location.href).catch(() => 'gone')) ?? 'gone';
}

test('a hostile service neither reads nor changes nor overshadows the console’s session', async ({
  page,
  context,
  world,
  serviceName,
}) => {
  const { consoleUrl } = world.installation;
  const before = await context.cookies(consoleUrl);
  const address = await startHostileService(world, serviceName);

  const evil = await context.newPage();
  await evil.goto(address);
  const [written, read, worker, cookies] = await evil.evaluate(attack, consoleUrl);
  expect(['TypeError', '[object Response]'], 'an opaque answer at most').toContain(written);
  expect([read, worker]).toEqual(['TypeError', 'registered']);
  expect(cookies, 'the one cookie of its own host').toBe('own=1');
  expect(await frame(evil, consoleUrl)).toMatch(/^chrome-error:|^about:blank$|^gone$/);
  const popup = evil.waitForEvent('popup');
  await evil.evaluate((url) => Object.assign(window, { opened: window.open(url) }), `${consoleUrl}/services`);
  await (await popup).waitForLoadState();
  expect(await evil.evaluate(() => (window as { opened?: Window | null }).opened?.closed)).toBe(true);
  expect(await (await popup).evaluate(() => window.opener)).toBeNull();
  expect(await sendForm(context, `${address}/form`, consoleUrl)).toBe(403);

  await page.goto('/services');
  await expect(page.getByRole('heading', { name: '服务', exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  expect(await context.cookies(consoleUrl)).toEqual(before);
  const environments = await world.client.api.environments.list.query();
  expect(environments.map(({ alias }) => alias)).not.toContain('evil');
  expect((await visit(`${address}/seen`)).text, 'what it was told').not.toContain('berth');
});
