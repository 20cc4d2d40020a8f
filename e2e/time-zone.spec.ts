import { expect, test } from '#e2e/fixtures.ts';
import { startService } from '#e2e/world.ts';

/** Of no server. */
const READERS_ZONE = 'Pacific/Kiritimati';

test.use({ timezoneId: READERS_ZONE });

test('times are those of the reader, not of the server, also where the server wrote the page', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, first } = await startService(world, serviceName);
  const version = await world.client.api.versions.get.query({ versionId: first.versionId });
  await page.goto(`/services/${serviceId}/versions/${first.versionId}`);
  const created = new Date(version?.createdAt ?? 0).toLocaleString('sv-SE', { timeZone: READERS_ZONE });
  await expect(page.getByRole('region', { name: '配置信息' }).getByText(created)).toBeVisible();
});
