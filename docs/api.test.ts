// The examples of docs/api.md, as they stand there, in order: a program that has nothing but a token deploys, follows
// the log, shifts traffic and uploads.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type ApiServer, startApiServer } from '#e2e/api-server.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { zipOf } from '#server/sources/test-archives.ts';

const EXAMPLES = [...readFileSync('docs/api.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, script = '']) => script,
);

let deployer: TestDeployer;
let server: ApiServer;
let owner: TestCaller;
/** What a reader would put into the shell's variables. */
const shell: Record<string, string> = {};

before(async () => {
  deployer = new TestDeployer();
  process.env.DATA_DIR = deployer.dataDir;
  server = await startApiServer();
  owner = await signedIn(deployer.db, 'owner');
  const rights = ['view', 'release', 'operate'] as const;
  const environmentIds = [deployer.environment.id];
  const expiry = { kind: 'days', days: 7 } as const;
  const { token } = await owner.api.tokens.create({
    name: 'docs',
    rights: [...rights],
    environmentIds,
    expiry,
  });
  shell.BERTH_URL = server.url;
  shell.BERTH_TOKEN = token;
});

after(async () => {
  await server[Symbol.asyncDispose]();
  (await import('#server/api/console-state.ts')).closeConsole();
  await deployer[Symbol.asyncDispose]();
});

/** The example that calls this, with what it printed; `isEnough` ends a stream. */
async function run(call: string, isEnough: (printed: string) => boolean = () => false): Promise<string> {
  const script = EXAMPLES.find((example) => example.includes(call));
  assert.ok(script, `no example calls ${call}`);
  const env: NodeJS.ProcessEnv = { ...process.env, NO_PROXY: '*', ...shell };
  const child = spawn('bash', ['-euc', script], { cwd: deployer.dataDir, env, detached: true });
  let printed = '';
  for await (const piece of child.stdout.setEncoding('utf8')) {
    printed += piece;
    if (isEnough(printed) && child.pid) process.kill(-child.pid);
  }
  return printed;
}

async function dataOf(call: string) {
  const printed = await run(call);
  const { result } = JSON.parse(printed);
  assert.ok(result, printed);
  return result.data;
}

async function deployVersion(example: string): Promise<void> {
  const { versionId, deploymentId } = await dataOf(example);
  Object.assign(shell, { VERSION_ID: versionId, DEPLOYMENT_ID: deploymentId });
  const { state } = await deployer.until('the deployment ends', async () => {
    const deployment = await dataOf('deployments.get');
    return deployment.state !== 'running' && deployment;
  });
  assert.equal(state, 'succeeded');
}

test('a program with nothing but a token deploys, follows the log and shifts traffic', async () => {
  const [environment] = await dataOf('environments.list');
  assert.equal(environment.id, deployer.environment.id);
  shell.ENVIRONMENT_ID = environment.id;

  shell.SERVICE_ID = (await dataOf('services.create')).serviceId;
  await deployVersion('sample/hello:v1');
  assert.match(await run('deployments.log', (printed) => /^id: /m.test(printed)), /^id: \d+$/m);

  shell.FIRST_VERSION_ID = shell.VERSION_ID ?? '';
  await deployVersion('sample/hello:v2');
  shell.GENERATION = (await dataOf('traffic.get')).generation;
  await dataOf('traffic.set').catch(() => undefined); // It says nothing, which is no data.
  const { policy, generation } = await dataOf('traffic.get');
  const percents = policy.shares.map(({ percent }: { percent: number }) => percent);
  assert.deepEqual(percents, [80, 20]);
  assert.ok(generation > Number(shell.GENERATION));

  writeFileSync(path.join(deployer.dataDir, 'code.zip'), zipOf({ name: 'Dockerfile', data: 'FROM scratch' }));
  assert.match(await run('/api/uploads'), /^\{"packageId":"pkg-/);
  assert.ok(JSON.parse(await run('services.pause')).result);
});

test('a token that is none is told so, as RFC 6750 has it', async () => {
  const printed = await run('berth_not-a-token');
  assert.match(printed, /^HTTP\/1\.1 401 /);
  assert.match(printed, /^www-authenticate: Bearer realm="cloudberth", error="invalid_token"\r$/im);
  assert.match(printed, /"code":"token_invalid"/);
  const nobody = await fetch(`${server.url}/api/trpc/environments.list`);
  assert.deepEqual(
    [nobody.status, nobody.headers.get('www-authenticate')],
    [401, 'Bearer realm="cloudberth"'],
  );
});

test('a write by a token needs no origin, one by a cookie does', async () => {
  const url = `${server.url}/api/trpc/services.resume`;
  const body = JSON.stringify({ serviceId: deployer.service.id });
  const headers = { 'content-type': 'application/json' };
  const byToken = { ...headers, authorization: `Bearer ${shell.BERTH_TOKEN}` };
  const answers = await Promise.all([
    fetch(url, { method: 'POST', body, headers: byToken }),
    fetch(url, { method: 'POST', body, headers: { ...headers, cookie: owner.cookie } }),
    fetch(url, {
      method: 'POST',
      body,
      headers: { ...headers, cookie: owner.cookie, authorization: 'Bearer x' },
    }),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 403, 401],
  );
});

test('revoking a token ends its stream within a second or two', async () => {
  const input = encodeURIComponent(JSON.stringify({ serviceId: deployer.service.id }));
  const headers = { authorization: `Bearer ${shell.BERTH_TOKEN}` };
  const stream = await fetch(`${server.url}/api/trpc/live.service?input=${input}`, { headers });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.ok(reader);
  assert.match((await reader.read()).value ?? '', /connected/);
  for (const { id } of await owner.api.tokens.list()) await owner.api.tokens.revoke({ tokenId: id });
  let rest = '';
  const timer = setTimeout(() => void reader.cancel(), 2_000);
  for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value;
  clearTimeout(timer);
  assert.match(rest, /token_invalid/);
  assert.equal((await fetch(`${server.url}/api/trpc/live.service?input=${input}`, { headers })).status, 401);
});

test('the document is for whoever is signed in, by session or token', async () => {
  const url = `${server.url}/api/openapi.json`;
  assert.equal((await fetch(url)).status, 401);
  const answer = await fetch(url, { headers: { cookie: owner.cookie } });
  assert.equal((await answer.json()).openapi, '3.1.0');
});
