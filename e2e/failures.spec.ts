import { versionRow } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { SampleCode } from '#e2e/sample-code.ts';
import { startService, type World } from '#e2e/world.ts';
import { deploy } from '#scripts/console-client.ts';
import { type VersionSpecInput, versionSpecSchema } from '#server/domain/spec.ts';

type Fault = {
  label: string;
  /** The grey cause beside it. */
  short: RegExp;
  env?: Record<string, string>;
  spec?: Partial<VersionSpecInput>;
  says: RegExp;
  /** Without them every instance is reached on 127.0.0.1, and no command runs in a sample. */
  needsContainers?: true;
};

const FAULTS: Fault[] = [
  {
    label: '部署失败',
    short: /启动即退出，退出码 3/,
    env: { SAMPLE_EXIT_AFTER_MS: '100', SAMPLE_EXIT_CODE: '3', SAMPLE_START_DELAY_MS: '60000' },
    says: /退出码 3/,
  },
  {
    label: '端口未监听',
    short: /监听的是 9555/,
    env: { SAMPLE_LISTEN_PORT: '9555' },
    says: /9555/,
  },
  {
    label: '端口未监听',
    short: /只监听 127\.0\.0\.1/,
    env: { SAMPLE_LISTEN_HOST: '127.0.0.1' },
    says: /8080/,
    needsContainers: true,
  },
  {
    label: '健康检查失败',
    short: /\/healthz 返回 500/,
    env: { SAMPLE_HEALTH_STATUS: '500' },
    spec: { probe: { kind: 'http', path: '/healthz' } },
    says: /500/,
  },
  {
    label: '健康检查失败',
    short: /检查命令退出码 4/,
    spec: {
      probe: { kind: 'exec', command: ['node', '-e', "console.log('no database'); process.exitCode = 4"] },
    },
    says: /它最后的输出：no database/,
    needsContainers: true,
  },
  {
    label: '启动超时',
    short: /秒没有监听/,
    env: { SAMPLE_START_DELAY_MS: '120000' },
    says: /没有监听任何端口/,
  },
  { label: '资源不足', short: /还剩 .* GB/, spec: { cpu: 16, memoryGb: 64 }, says: /16/ },
  {
    label: '镜像拉取失败',
    short: /取不到镜像/,
    spec: { source: { kind: 'image', image: 'registry.invalid/shop/missing:1' } },
    says: /registry\.invalid/,
  },
];

type Faulty = Pick<Fault, 'env' | 'spec'>;

async function deployFaulty({ client }: World, serviceId: string, fault: Faulty): Promise<void> {
  const spec = versionSpecSchema.parse({
    source: { kind: 'image', image: 'sample/hello:v2' },
    port: 8080,
    initialDelaySeconds: 0,
    env: Object.entries(fault.env ?? {}).map(([name, value]) => ({ kind: 'plain', name, value })),
    ...fault.spec,
  });
  await client.api.versions.deploy.mutate({ serviceId, spec, trafficStrategy: 'full', remark: '' });
}

// Each cause on a real engine: e2e/errors. Here it is what people see of them.
for (const fault of FAULTS) {
  const runner = fault.needsContainers ? ' @docker' : '';
  test(`S0-12, S0-13: ${fault.label} (${fault.short.source}) is the status, and behind it stand 错误详情 and 处理建议${runner}`, async ({
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
    await expect(row).toContainText(fault.short);
    await expect(versionRow(page, `${serviceName}-001`)).toContainText('100%');

    await row.getByText(fault.label).click();
    const details = page.getByRole('region', { name: '错误详情' });
    await expect(details).toContainText(fault.label);
    await expect(details).toContainText(fault.says);
    await expect(page.getByRole('region', { name: '处理建议' }).getByRole('listitem').first()).toBeVisible();
    await expect(page.getByText(new RegExp(`${serviceName}-001.*100%`)).first()).toBeVisible();
  });
}

for (const runner of ['', ' @docker']) {
  test(`a build that fails tells step and cause, and what mends it is to be pressed${runner}`, async ({
    page,
    world,
    serviceName,
  }) => {
    const { serviceId } = await startService(world, serviceName);
    using code = new SampleCode({ 'main.go': 'package main\n' });
    const source = { kind: 'repository' as const, url: code.commit() };
    await deployFaulty(world, serviceId, { spec: { source } });
    await page.goto(`/services/${serviceId}`);
    const row = versionRow(page, `${serviceName}-002`);
    await expect(row).toContainText(/构建失败.*(不知道怎样构建|找不到 Dockerfile)/, { timeout: 60_000 });

    await row.getByText('构建失败').click();
    const details = page.getByRole('region', { name: '错误详情' });
    await expect(details).toContainText(/停在\s*构建镜像/);
    const advice = page.getByRole('region', { name: '处理建议' });
    await advice.getByRole('button', { name: '查看日志' }).click();
    await expect(page.getByRole('radio', { name: '构建日志' })).toBeChecked();
    await expect(page.getByRole('log', { name: '部署日志' })).toContainText('Receiving objects');
    await expect(page.getByText(new RegExp(`${serviceName}-001.*100%`)).first()).toBeVisible();
    await advice.getByRole('link', { name: '复制为新版本' }).click();
    await expect(page.getByRole('textbox', { name: '代码库' })).toHaveValue(code.folder);
  });
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
