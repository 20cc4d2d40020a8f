// 新建版本 and 编辑配置并重新部署 as they are filled in: what is refused and where, what is secret, and code from
// everywhere it may come from.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { FULL } from '#e2e/console.ts';
import { expect, test } from '#e2e/fixtures.ts';
import { SampleCode } from '#e2e/sample-code.ts';
import { visit } from '#e2e/visitor.ts';
import { startService, type World } from '#e2e/world.ts';
import { deploy, deployed, until } from '#scripts/console-client.ts';

const SECRET = 'hunter2-and-nobody-else';

async function newService({ client, environmentId }: World, name: string) {
  const { serviceId } = await client.api.services.create.mutate({ environmentId, name });
  const { url } = await client.api.services.get.query({ serviceId });
  return { serviceId, url, form: `/services/${serviceId}/new-version` };
}

async function openAdvanced(page: Page): Promise<void> {
  await page.getByRole('button', { name: /高级设置/ }).click();
}

async function addVariable(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('button', { name: '添加环境变量' }).click();
  await page.getByRole('textbox', { name: '变量名' }).last().fill(name);
  await page.getByRole('textbox', { name: '变量值' }).last().fill(value);
}

/** All that the console answers from now on. */
function collectAnswers(page: Page): Promise<string>[] {
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    // What is sent on and on has no end to wait for, and tells only that something has changed.
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream');
    if (!isStream) answers.push(response.text().catch(() => ''));
  });
  return answers;
}

/** Presses 开始部署 and waits for its end. */
async function startDeploying(page: Page, { client }: World): Promise<void> {
  await page.getByRole('button', { name: '开始部署' }).click();
  await page.waitForURL(/\/deployments\//);
  await deployed(client, new URL(page.url()).pathname.split('/').at(-1) ?? '');
}

test('all problems of a form are shown at once, beside their fields, and the focus goes to the first', async ({
  page,
  world,
  serviceName,
}) => {
  const { form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByLabel('监听端口').fill('80,443');
  await page.getByRole('radio', { name: '高可用' }).click();
  await page.getByLabel('副本个数最小值').fill('51');
  await page.getByLabel('副本个数最大值').fill('3');
  await page.getByLabel(/高于百分之几/).fill('0');
  await openAdvanced(page);
  await page.getByLabel('初始延迟时间（秒）').fill('soon');
  await addVariable(page, '1A', 'x');
  await openAdvanced(page);
  await page.getByRole('button', { name: '开始部署' }).click();
  await expect(page.getByText('5 项要改')).toBeVisible();
  for (const text of [
    '一个服务只有一个 HTTP 监听端口',
    '最小副本数必须大于等于0且小于等于50',
    '请输入合理的数字',
    '请输入 0 至 600 的整数',
    '变量名以字母或下划线开头',
  ]) {
    await expect(page.getByText(text)).toBeVisible();
  }
  await expect(page.getByLabel('监听端口')).toBeFocused();
  await page.getByLabel('副本个数最小值').fill('4');
  await expect(page.getByText('最小副本数不能大于最大副本数')).toBeVisible();
  await page.getByLabel('监听端口').fill('99999');
  await expect(page.getByText('请输入合法的端口号')).toBeVisible();
});

test('S3-1, S3-3, S3-5: what is not our job is answered where one tries it', async ({
  page,
  world,
  serviceName,
}) => {
  const { form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByLabel('监听端口').fill('53/udp');
  await page.getByRole('radio', { name: '本地代码' }).click();
  await page.getByLabel('Dockerfile 名称').fill('docker-compose.yml');
  await page.getByRole('button', { name: '开始部署' }).click();
  await expect(page.getByText(/不支持 tcp、udp、mqtt/)).toBeVisible();
  await expect(page.getByText(/不支持 Docker Compose/)).toBeVisible();
  await expect(page.getByText('请先上传代码')).toBeVisible();

  using compose = new SampleCode({ 'docker-compose.yml': 'services: {}\n' });
  await page.getByLabel('Dockerfile 名称').fill('Dockerfile');
  await page.getByTestId('package-file').setInputFiles(compose.folder);
  await expect(page.getByText('1 个文件', { exact: false })).toBeVisible();
  await expect(page.getByText(/不支持 Docker Compose/)).toBeVisible();
});

test('switching 上传方式 keeps what was typed in each', async ({ page, world, serviceName }) => {
  const { form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByRole('radio', { name: '代码库拉取' }).click();
  await page.getByRole('textbox', { name: '代码库' }).fill('https://git.example.com/shop.git');
  await page.getByLabel('目标目录').fill('/api');
  await page.getByRole('radio', { name: '本地代码' }).click();
  await expect(page.getByLabel('目标目录')).toHaveValue('/');
  await page.getByRole('radio', { name: '镜像拉取' }).click();
  await expect(page.getByRole('combobox', { name: /示例/ })).toContainText('sample/hello:v1');
  await page.getByRole('radio', { name: '代码库拉取' }).click();
  await expect(page.getByRole('textbox', { name: '代码库' })).toHaveValue('https://git.example.com/shop.git');
  await expect(page.getByLabel('目标目录')).toHaveValue('/api');
});

test('a folder is uploaded without node_modules, runs, gets its secret, and nothing ever shows it again', async ({
  page,
  world,
  serviceName,
}) => {
  using code = new SampleCode();
  const { serviceId, url, form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByRole('radio', { name: '本地代码' }).click();
  await page.getByTestId('package-file').setInputFiles(code.folder);
  await expect(page.getByText(/3 个文件.*没有 Dockerfile/)).toBeVisible();
  await openAdvanced(page);
  await addVariable(page, 'GREETING', SECRET);
  await page.getByRole('switch', { name: 'GREETING 保密' }).click();
  const answers = collectAnswers(page);
  await startDeploying(page, world);
  expect((await visit(url)).text).toBe(`${SECRET} from code`);

  const { items } = await world.client.api.versions.list.query({ serviceId });
  for (const place of [form, `/services/${serviceId}/versions/${items[0]?.id}/edit`]) {
    await page.goto(place);
    if (place === form) await openAdvanced(page);
    await expect(page.getByText('已保存，不显示')).toBeVisible();
    await expect(page.getByText('沿用已上传的 shop').or(page.getByText('本地代码 shop'))).toBeVisible();
    expect(await page.content()).not.toContain(SECRET);
  }
  expect((await Promise.all(answers)).filter((text) => text.includes(SECRET))).toEqual([]);
});

test('a kept secret goes along unseen, and can be replaced', async ({ page, world, serviceName }) => {
  using code = new SampleCode();
  const { url, form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByRole('radio', { name: '本地代码' }).click();
  await page.getByRole('radio', { name: 'zip包' }).click();
  await page.getByTestId('package-file').setInputFiles(await code.zip());
  await expect(page.getByText(/\d 个文件/)).toBeVisible();
  await openAdvanced(page);
  await addVariable(page, 'GREETING', SECRET);
  await page.getByRole('switch', { name: 'GREETING 保密' }).click();
  await startDeploying(page, world);
  expect((await visit(url)).text).toBe(`${SECRET} from code`);

  await page.goto(form);
  await page.getByRole('radio', { name: FULL }).click();
  await startDeploying(page, world);
  await until(
    () => visit(url),
    ({ versionName, text }) => versionName.endsWith('-002') && text === `${SECRET} from code`,
  );

  await page.goto(form);
  await page.getByRole('radio', { name: FULL }).click();
  await openAdvanced(page);
  await page.getByRole('button', { name: '替换 GREETING' }).click();
  await page.getByRole('textbox', { name: '变量值' }).or(page.getByLabel('变量值 1')).fill('other');
  await expect(page.getByText('已更换 GREETING')).toBeVisible();
  await startDeploying(page, world);
  await until(
    () => visit(url),
    ({ text }) => text === 'other from code',
  );
});

test('lines of KEY=VALUE pasted into a name become variables', async ({ page, world, serviceName }) => {
  const { form } = await newService(world, serviceName);
  await page.goto(form);
  await openAdvanced(page);
  await page.getByRole('button', { name: '添加环境变量' }).click();
  await page.getByRole('textbox', { name: '变量名' }).evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'A=1\nexport B="two words"\n# a comment\nC=x=y');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText('已拆成 3 个环境变量')).toBeVisible();
  await expect(page.getByLabel('变量值 2')).toHaveValue('two words');
  await expect(page.getByLabel('变量值 3')).toHaveValue('x=y');
});

test('健康检查 by a command is refused while it is empty, and makes ready by its exit code', async ({
  page,
  world,
  serviceName,
}) => {
  using code = new SampleCode();
  const { serviceId, url, form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByRole('radio', { name: '本地代码' }).click();
  await page.getByTestId('package-file').setInputFiles(code.folder);
  await expect(page.getByText(/3 个文件/)).toBeVisible();
  await openAdvanced(page);
  await addVariable(page, 'GREETING', 'hello');
  await page.getByRole('radio', { name: '命令', exact: true }).click();
  await page.getByRole('button', { name: '开始部署' }).click();
  await expect(page.getByText('请输入检查命令，第一行是程序')).toBeVisible();
  const script = "fetch('http://127.0.0.1:' + process.env.PORT).then(({ ok }) => process.exit(ok ? 0 : 1))";
  await page.getByRole('textbox', { name: '检查命令' }).fill(`node\n-e\n${script}`);
  await startDeploying(page, world);
  expect((await visit(url)).text).toBe('hello from code');

  const { items } = await world.client.api.versions.list.query({ serviceId });
  await page.goto(`/services/${serviceId}/versions/${items[0]?.id}/edit`);
  await expect(page.getByRole('textbox', { name: '检查命令' })).toHaveValue(`node\n-e\n${script}`);
  await page.getByRole('radio', { name: 'TCP', exact: true }).click();
  await expect(page.getByRole('textbox', { name: '检查命令' })).toHaveCount(0);
  await expect(page.getByText(`命令 node -e ${script}`).first()).toBeVisible();
});

test('a repository of this machine is deployed from its path', async ({ page, world, serviceName }) => {
  using code = new SampleCode();
  const { url, form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByRole('radio', { name: '代码库拉取' }).click();
  await page.getByRole('textbox', { name: '代码库' }).fill(code.commit());
  await openAdvanced(page);
  await addVariable(page, 'GREETING', 'hello');
  await startDeploying(page, world);
  expect((await visit(url)).text).toBe('hello from code');
});

test('an upload that is refused says why, beside its field', async ({ page, world, serviceName }) => {
  const { form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByRole('radio', { name: '本地代码' }).click();
  await page.getByRole('radio', { name: 'zip包' }).click();
  const broken = { name: 'shop.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip at all') };
  await page.getByTestId('package-file').setInputFiles(broken);
  await expect(page.getByRole('button', { name: '重新上传' })).toBeVisible();
  await expect(page.getByRole('group', { name: '附件' }).getByRole('alert')).toContainText(
    '这个压缩包读不了',
  );
  await page.getByTestId('package-file').setInputFiles({ ...broken, name: 'shop.rar' });
  await expect(page.getByText('请选择 .zip 文件')).toBeVisible();
});

test('复制为新版本 starts from a version that failed', async ({ page, world, serviceName }) => {
  const { serviceId } = await startService(world, serviceName);
  const failing = await deploy(world.client, { serviceId, env: { SAMPLE_LISTEN_PORT: '9555' } });
  await until(
    () => world.client.api.deployments.get.query({ deploymentId: failing.deploymentId }),
    ({ state }) => state === 'failed',
  );
  await page.goto(`/services/${serviceId}/new-version?from=${failing.versionId}`);
  await expect(page.getByText(`配置取自 ${failing.versionName}`)).toBeVisible();
  await openAdvanced(page);
  await expect(page.getByLabel('变量值 1')).toHaveValue('9555');
  await page.goto(`/services/${serviceId}/versions/${failing.versionId}/edit`);
  await expect(page.getByText('还没有部署成功过，不能重新部署')).toBeVisible();
  await expect(page.getByRole('link', { name: '复制为新版本' })).toBeVisible();
});

test('S2-12 … S2-15: 更新镜像信息 is only staged, can be taken back, and goes out with 保存并重新部署', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, url, first } = await startService(world, serviceName);
  await page.goto(`/services/${serviceId}/versions/${first.versionId}/edit`);
  await expect(page.getByText('重新部署不支持重新选择流量策略，将沿用版本当前流量配置')).toBeVisible();
  await expect(page.getByRole('radio', { name: FULL })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: '风险说明' })).toBeVisible();
  await expect(page.getByText('配置没有变化。')).toBeVisible();

  const stage = async () => {
    await page.getByRole('button', { name: '更新镜像信息' }).click();
    const dialog = page.getByRole('dialog', { name: '更新镜像信息' });
    await expect(dialog).toContainText(
      '提交新的镜像信息并不会立刻开始部署，需要等其余配置信息也编辑完毕后触发',
    );
    await dialog.getByRole('combobox', { name: /示例/ }).click();
    await page.getByRole('option', { name: 'sample/hello:v2' }).click();
    await dialog.getByRole('button', { name: '暂存' }).click();
    await expect(dialog).toBeHidden();
  };
  await stage();
  await expect(page.getByText('新的镜像信息已暂存，还没有开始部署。')).toBeVisible();
  await page.getByRole('button', { name: '撤销更新' }).click();
  await expect(page.getByText('配置没有变化。')).toBeVisible();
  await page.getByRole('button', { name: '更新镜像信息' }).click();
  await page.getByRole('radio', { name: '代码库拉取' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('改动还没有暂存')).toBeVisible();
  await page.getByRole('button', { name: '放弃改动' }).click();
  await expect(page.getByText('配置没有变化。')).toBeVisible();
  await stage();
  const before = await world.client.api.deployments.list.query({ serviceId });
  expect(before.total).toBe(1);

  await page.getByRole('button', { name: '保存并重新部署' }).click();
  await page.waitForURL(/\/deployments\//);
  await deployed(world.client, new URL(page.url()).pathname.split('/').at(-1) ?? '');
  const answer = await visit(url);
  expect(answer.versionName).toBe(first.versionName);
  expect(answer.text).toContain('v2');
});

test('an edit that began on an older configuration is refused, not written over it', async ({
  page,
  world,
  serviceName,
}) => {
  const { serviceId, first } = await startService(world, serviceName);
  await page.goto(`/services/${serviceId}/versions/${first.versionId}/edit`);
  await expect(page.getByRole('button', { name: '保存并重新部署' })).toBeVisible();
  const version = await world.client.api.versions.get.query({ versionId: first.versionId });
  if (!version) throw new Error('the version is gone');
  const { deploymentId } = await world.client.api.versions.redeploy.mutate({
    versionId: first.versionId,
    spec: { ...version.spec, initialDelaySeconds: 1 },
    fromSnapshotNumber: version.snapshotNumber,
  });
  await deployed(world.client, deploymentId);
  await page.getByRole('button', { name: '保存并重新部署' }).click();
  await expect(page.getByText(/配置已被别人更新，这次没有覆盖/)).toBeVisible();
  const { total } = await world.client.api.deployments.list.query({ serviceId });
  expect(total).toBe(2);
});

test('S3-6: a registry sign-in is added in place for its registry, never comes back, and goes again @docker', async ({
  page,
  world,
  serviceName,
}) => {
  const { form } = await newService(world, serviceName);
  await page.goto(form);
  await page.getByRole('radio', { name: '镜像', exact: true }).click();
  // The field keeps the focus: what matches no suggestion hides nothing of the page.
  const typeImage = (reference: string) =>
    page.getByRole('combobox', { name: '镜像', exact: true }).fill(reference);
  await typeImage('registry.example.com/shop/order-api:1');
  const answers = collectAnswers(page);
  await page.getByRole('button', { name: '新增密钥' }).click();
  const added = page.getByRole('group', { name: '新增私有镜像密钥' });
  await expect(added.getByLabel('镜像仓库')).toHaveValue('registry.example.com');
  await added.getByRole('button', { name: '保存密钥' }).click();
  await expect(added.getByRole('alert')).toHaveCount(2);
  await added.getByLabel('用户名').fill('robot');
  await added.getByLabel('密码或令牌').fill(SECRET);
  await added.getByRole('button', { name: '保存密钥' }).click();
  const chosen = page.getByRole('combobox', { name: '私有镜像密钥' });
  await expect(chosen).toContainText('robot（registry.example.com）');
  await typeImage('other.example.com/shop/order-api:1');
  await expect(page.getByText('这个密钥用于 registry.example.com')).toBeVisible();
  await typeImage('mysql:8');
  await expect(page.getByText(/这里不适合有状态的服务/)).toBeVisible();
  await page.getByRole('button', { name: '移除密钥' }).click();
  await page.getByRole('button', { name: '确认移除' }).click();
  await expect(chosen).toContainText('不使用');
  expect(await page.content()).not.toContain(SECRET);
  expect((await Promise.all(answers)).filter((text) => text.includes(SECRET))).toEqual([]);
});

for (const { locale, width } of [
  { locale: 'zh-CN', width: 1440 },
  { locale: 'en', width: 390 },
]) {
  test(`both forms, with everything open, are clean by axe and fit their screen: ${locale}, ${width}`, async ({
    page,
    world,
    context,
    serviceName,
  }) => {
    test.slow();
    const { serviceId, first } = await startService(world, serviceName);
    await context.addCookies([{ name: 'berth_locale', value: locale, url: world.installation.consoleUrl }]);
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/services/${serviceId}/new-version`);
    await page.getByRole('button', { name: /高级设置|Advanced/ }).click();
    for (const kind of [/代码库拉取|Code repository/, /本地代码|Local code/]) {
      await page.getByRole('radio', { name: kind }).click();
      await expectSound(page);
    }
    await page.getByRole('button', { name: /开始部署|Start deployment/ }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await expectSound(page);
    await page.goto(`/services/${serviceId}/versions/${first.versionId}/edit`);
    await page.getByRole('button', { name: /添加环境变量|Add a variable/ }).click();
    await expectSound(page);
    await page.getByRole('button', { name: /更新镜像信息|Update image/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectSound(page);
  });
}

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'nothing hangs over the side').toBeLessThanOrEqual(0);
}
