import { versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { startService, type World } from '#e2e/world.ts';
import { deploy } from '#scripts/console-client.ts';
import { type VersionSpecInput, versionSpecSchema } from '#server/domain/spec.ts';

type Fault = { label: string; env?: Record<string, string>; spec?: Partial<VersionSpecInput>; says: RegExp };

const FAULTS: Fault[] = [
  {
    label: '部署失败',
    env: { SAMPLE_EXIT_AFTER_MS: '100', SAMPLE_EXIT_CODE: '3', SAMPLE_START_DELAY_MS: '60000' },
    says: /3/,
  },
  { label: '端口未监听', env: { SAMPLE_LISTEN_PORT: '9555' }, says: /9555/ },
  {
    label: '健康检查失败',
    env: { SAMPLE_HEALTH_STATUS: '500' },
    spec: { probe: { kind: 'http', path: '/healthz' } },
    says: /500/,
  },
  { label: '启动超时', env: { SAMPLE_START_DELAY_MS: '120000' }, says: /8080/ },
  { label: '资源不足', spec: { cpu: 16, memoryGb: 64 }, says: /16/ },
  {
    label: '镜像拉取失败',
    spec: { source: { kind: 'image', image: 'registry.invalid/shop/missing:1' } },
    says: /registry\.invalid/,
  },
];

async function deployFaulty({ client }: World, serviceId: string, fault: Fault): Promise<void> {
  const spec = versionSpecSchema.parse({
    source: { kind: 'image', image: 'sample/hello:v2' },
    port: 8080,
    initialDelaySeconds: 0,
    env: Object.entries(fault.env ?? {}).map(([name, value]) => ({ name, value })),
    ...fault.spec,
  });
  await client.api.versions.deploy.mutate({ serviceId, spec, trafficStrategy: 'full', remark: '' });
}

for (const runner of ['', ' @docker']) {
  for (const fault of FAULTS) {
    test(`S0-12, S0-13: ${fault.label} is the status, and behind it stand 错误详情 and 处理建议${runner}`, async ({
      page,
      world,
      serviceName,
    }) => {
      test.slow();
      const { serviceId } = await startService(world, serviceName);
      await deployFaulty(world, serviceId, fault);
      await page.goto(`/services/${serviceId}`);
      const row = versionRow(page, `${serviceName}-002`);
      await expect(row).toContainText(fault.label, { timeout: 60_000 });
      await expect(versionRow(page, `${serviceName}-001`)).toContainText('100%');

      await row.getByText(fault.label).click();
      const details = page.getByRole('region', { name: '错误详情' });
      await expect(details).toContainText(fault.label);
      await expect(details).toContainText(fault.says);
      await expect(
        page.getByRole('region', { name: '处理建议' }).getByRole('listitem').first(),
      ).toBeVisible();
      await expect(page.getByText(new RegExp(`${serviceName}-001.*100%`)).first()).toBeVisible();
    });
  }
}

test('a failed version can be deployed again from its own configuration, and takes a new number', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId } = await startService(world, serviceName);
  const failing = await deploy(world.client, {
    serviceId,
    env: { SAMPLE_EXIT_AFTER_MS: '50', SAMPLE_START_DELAY_MS: '60000' },
  });
  await page.goto(`/services/${serviceId}/deployments/${failing.deploymentId}`);
  await page.getByRole('link', { name: '复制为新版本' }).click();
  await expect(page.getByText(`${serviceName}-003`).first()).toBeVisible();
  await expect(page.getByLabel('监听端口')).toHaveValue('8080');
});
